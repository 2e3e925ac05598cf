import { Unreachable } from './connection.js';
import { say, sayUnreachable } from './draw.js';
import { emptyForm, page } from './http.js';
import { newKey } from './outbox.js';

const ACTIVE = ['raised', 'called', 'speaking', 'paused'];
const title = document.title;

/** Raise and lower a hand in the room, and tell its person when they are called. */
export function floor(live, connection, drawPage) {
  const form = document.getElementById('raise-form');
  const door = document.getElementById('raise');
  const own = document.getElementById('floor-own');
  let last = stateOf(own);
  let isAwaited = false;

  async function raise() {
    try {
      await connection.send('hand.raise', said(form));
    } catch (failure) {
      if (!(failure instanceof Unreachable)) return complain(failure.message);
      const answer = await page(form.action, new FormData(form));
      const refused = answer.page.getElementById('raise-error');
      if (!answer.ok) return complain(refused ? refused.textContent : '');
      drawPage(answer.page);
    }
    form.reset();
    form.elements.key.value = newKey();
    door.open = false;
    complain('');
    isAwaited = true;
    goToOwn();
  }

  /** Go to the hand that was just raised, which may be drawn before its acknowledgement or after. */
  function goToOwn() {
    if (!isAwaited || !stateOf(own)) return;
    isAwaited = false;
    own.tabIndex = -1;
    own.focus();
  }

  function complain(sentence) {
    document.getElementById('raise-error').textContent = sentence;
  }

  /** Do something that takes time once at a time, and say where there is no network. */
  async function once(place, act) {
    if (place.hasAttribute('aria-busy')) return;
    place.setAttribute('aria-busy', 'true');
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      sayUnreachable();
    } finally {
      place.removeAttribute('aria-busy');
    }
  }

  if (form) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      once(form, raise);
    });
  }
  // What leads to the floor from afar is pressed once: the form is open when its reader comes.
  document.addEventListener('click', (event) => {
    if (door && event.target.closest('a[href="#floor"]')) door.open = true;
  });
  live.addEventListener('click', (event) => {
    const button = event.target.closest('[data-lower]');
    if (!button) return;
    event.preventDefault();
    once(button, async () => drawPage((await page(button.formAction, emptyForm())).page));
  });
  own.addEventListener('toukanblon:drawn', () => {
    const state = stateOf(own);
    if (state === last) return;
    last = state;
    if (state !== '') say(own.querySelector('p').textContent.trim());
    goToOwn();
    document.title = state === 'called' ? `◆ ${title}` : title;
    if (state === 'called') shake();
  });
  // Nobody raises a second hand, nor any while the desk takes none.
  document.getElementById('floor').addEventListener('toukanblon:drawn', () => {
    if (door) door.hidden = ACTIVE.includes(stateOf(own)) || document.getElementById('floor-shut') !== null;
  });
}

function stateOf(own) {
  const hand = own.firstElementChild;
  return hand ? hand.dataset.state : '';
}

/** Return what the form says, as the socket takes it. */
function said(form) {
  const { key, turn, subject, theme, anonymous } = form.elements;
  return {
    key: key.value,
    turn: turn.value,
    subject: subject.value.trim() || null,
    theme: theme.value || null,
    anonymous: anonymous.checked,
  };
}

/** Let the phone shake where it can, unless its owner asked for stillness. */
function shake() {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  if (navigator.vibrate) navigator.vibrate([200, 100, 200]);
}
