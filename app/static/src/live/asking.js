import { Draft } from './draft.js';
import { copyOf, say } from './draw.js';
import { deliver } from './http.js';
import { KeptList, newKey, Outbox } from './outbox.js';
import { spoken } from './words.js';

const SHOWN_AFTER = 800;

/** Ask questions that survive the network, the server and the page. Returns {flush}. */
export function asking({ form, room, zone, connection }) {
  const draft = new Draft(form, room, zone);
  const cards = document.getElementById('receipts');
  const error = document.getElementById('ask-error');
  const receipts = new KeptList(`receipts.${room}`);
  const returned = new KeptList(`returned.${room}`);

  function card(key, template) {
    const old = Array.from(cards.children).find((one) => one.dataset.key === key);
    if (old) old.remove();
    if (!template) return null;
    const made = copyOf(template);
    made.dataset.key = key;
    cards.prepend(made);
    return made;
  }

  function showWaiting(entry) {
    if (outbox.find(entry.key)) card(entry.key, 'waiting-template').querySelector('[data-body]').textContent = spoken(entry.body);
  }

  function showReceipt({ key, number, receipt }) {
    const made = card(key, 'receipt-template');
    made.querySelector('[data-number]').textContent = number;
    made.querySelector('[data-receipt]').textContent = receipt;
  }

  function showReturned({ key, body, sentence }) {
    const made = card(key, 'returned-template');
    made.querySelector('[data-body]').textContent = spoken(body);
    made.querySelector('[data-sentence]').textContent = sentence;
  }

  function complain(sentence) {
    error.textContent = sentence;
    draft.field.setAttribute('aria-invalid', sentence ? 'true' : 'false');
  }

  /** Put a refused text back in the field, unless another is being written there. */
  function giveBack(entry, refusal) {
    card(entry.key);
    if (draft.field.value.trim() && draft.field.value !== entry.body) {
      const kept = { ...entry, sentence: refusal.message };
      returned.put(kept);
      return showReturned(kept);
    }
    draft.restore(entry);
    draft.keep();
    complain(refusal.message);
  }

  const outbox = new Outbox(room, {
    deliver({ key, body, language, theme, anonymous, pseudonym }) {
      const question = { key, body, language, theme, anonymous, pseudonym: pseudonym || null };
      return deliver(connection, 'question.ask', question, `/api/v1/rooms/${room}/questions`);
    },
    accepted(entry, { number, receipt }) {
      const kept = { key: entry.key, number, receipt };
      receipts.put(kept);
      if (draft.field.value === entry.body) draft.clear();
      showReceipt(kept);
    },
    refused: giveBack,
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    complain('');
    const entry = { ...draft.values, key: newKey() };
    // Where nothing can be kept, the text stays in the field until the server has it.
    if (outbox.put(entry)) draft.clear();
    setTimeout(() => showWaiting(entry), SHOWN_AFTER);
    outbox.flush();
  });

  cards.addEventListener('click', (event) => {
    const button = event.target.closest('[data-dismiss], [data-take-back]');
    if (!button) return;
    const { key } = button.closest('[data-key]').dataset;
    const entry = returned.find(key);
    if (button.hasAttribute('data-take-back')) {
      if (draft.field.value.trim()) return say(button.dataset.busy);
      draft.restore(entry);
      draft.keep();
    }
    receipts.remove(key);
    returned.remove(key);
    card(key);
    draft.field.focus();
  });

  // A question that was not taken comes back to the field, to be said otherwise.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-rephrase]');
    if (!link || draft.field.value.trim()) return;
    event.preventDefault();
    draft.restore({ ...draft.values, body: link.closest('li').querySelector('.speech').textContent.trim() });
    draft.keep();
    draft.field.focus();
  });

  receipts.all.forEach(showReceipt);
  returned.all.forEach(showReturned);
  outbox.all.forEach(showWaiting);
  return outbox;
}
