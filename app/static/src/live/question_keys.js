import { tickChosen } from './ticks.js';

/** Return the keys of the open question: each presses a form of its card, opens one, or moves it in the queue. */
export function questionKeys(chosen, ordering, send) {
  /** Press the form that makes this move, if there is one, in the open question or, for what is on air, at its side. */
  function press(move, place = '#chosen') {
    return sent(document.querySelector(`${place} > * > form[data-move="${move}"]`));
  }

  /** Join the open question to the one that asks the same, where the desk shows one. */
  function pressAlike() {
    return sent(document.querySelector('#chosen .alike form'));
  }

  function sent(form) {
    if (form) send(form);
    return form !== null;
  }

  return {
    A: () => press('taken'),
    O: () => press('on_air'),
    V: () => press('answered', '.on-air-panel') || open('oral'),
    E: () => open('wording'),
    S: () => open('follow_up'),
    R: () => open('refused'),
    F: () => pressAlike() || open('merged'),
    M: () => ordering.step(chosen.id, 'up'),
    D: () => ordering.step(chosen.id, 'down'),
    P: () => ordering.step(chosen.id, 'first'),
    L: () => ordering.step(chosen.id, 'rule'),
    X: tickChosen,
  };
}

/** Open a form of the open question and go into its first field. */
function open(move) {
  const details = document.querySelector(`#chosen details[data-details="${move}"]`);
  if (!details) return;
  details.open = true;
  (details.querySelector('select, textarea, input:not([type="hidden"])') || details.querySelector('summary')).focus();
  details.scrollIntoView({ block: 'nearest' });
}
