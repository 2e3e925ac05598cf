import { Unreachable } from './connection.js';
import { copyOf, say } from './draw.js';
import { post } from './http.js';
import { newKey } from './outbox.js';

/**
 * Vote in the open poll without leaving the page.
 *
 * What was chosen is kept nowhere on this device: without network the form stays as it is, and the
 * same ballot leaves again with the same key.
 */
export function voting(room, connection) {
  const form = document.getElementById('ballot-form');
  const place = document.getElementById('poll-open');
  let last = { what: '', key: '' };
  let isBusy = false;

  async function deliver(poll, ballot) {
    try {
      return await connection.send('poll.vote', { poll, ...ballot });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    return post(`/api/v1/rooms/${room}/polls/${poll}/ballots`, ballot);
  }

  function complain(sentence) {
    const error = place.querySelector('[data-ballot-error]');
    if (error) error.textContent = sentence;
  }

  function showReceipt(poll) {
    const card = place.querySelector(`[data-poll="${poll}"]`);
    const asked = card && card.querySelector('[data-ballot-error]');
    if (!asked) return; // the poll was closed meanwhile, and says so
    const receipt = copyOf('ballot-receipt');
    asked.parentNode.replaceWith(receipt);
    receipt.focus({ preventScroll: true });
  }

  async function vote() {
    const card = place.querySelector('[data-poll]');
    const poll = Number(card.dataset.poll);
    const choices = Array.from(card.querySelectorAll('input:checked'), (input) => Number(input.value));
    const what = `${poll}:${choices}`;
    if (last.what !== what) last = { what, key: newKey() };
    complain('');
    try {
      await deliver(poll, { key: last.key, choices });
      showReceipt(poll);
    } catch (error) {
      if (!(error instanceof Unreachable)) return complain(error.message);
      say(document.getElementById('notice').dataset.unreachable);
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    vote().finally(() => (isBusy = false));
  });
}
