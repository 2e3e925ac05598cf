import { Unreachable } from './connection.js';
import { copyOf, say, sayUnreachable } from './draw.js';
import { deliver } from './http.js';
import { newKey } from './outbox.js';

/**
 * Vote in the open poll without leaving the page. Returns {dress}.
 *
 * What was chosen is kept nowhere on this device: without network the form stays as it is, and the
 * same ballot leaves again with the same key.
 */
export function voting(room, connection) {
  const form = document.getElementById('ballot-form');
  const place = document.getElementById('poll-open');
  const strangers = document.getElementById('ballot-stranger'); // on the page of who gave no name
  const counted = new Set(); // the polls that hold the reader's ballot, which a slow page may not know
  let last = { what: '', key: '' };
  let isBusy = false;

  /** Show in the poll, drawn for everybody, what stands instead of its form for this reader. */
  function dress(part) {
    const ballot = part.querySelector('[data-ballot]');
    if (!ballot) return null;
    const hasVoted = counted.has(Number(ballot.closest('[data-poll]').dataset.poll));
    if (!hasVoted && !strangers) return null;
    const instead = copyOf(hasVoted ? 'ballot-receipt' : 'ballot-stranger');
    ballot.replaceWith(instead);
    return instead;
  }

  function complain(sentence) {
    const error = place.querySelector('[data-ballot-error]');
    if (error) error.textContent = sentence;
  }

  function showReceipt(poll) {
    counted.add(poll);
    const receipt = dress(place);
    if (receipt) receipt.focus(); // and is in sight: the form was taller, what pressed it is gone
  }

  async function vote() {
    const card = place.querySelector('[data-poll]');
    const poll = Number(card.dataset.poll);
    const choices = Array.from(card.querySelectorAll('input:checked'), (input) => Number(input.value));
    const what = `${poll}:${choices}`;
    if (last.what !== what) last = { what, key: newKey() };
    complain('');
    say('');
    try {
      const ballot = { key: last.key, choices };
      await deliver(connection, 'poll.vote', { poll, ...ballot }, `/api/v1/rooms/${room}/polls/${poll}/ballots`, ballot);
      showReceipt(poll);
    } catch (error) {
      if (error instanceof Unreachable) return sayUnreachable();
      if (error.code === 'already_voted') showReceipt(poll); // from another page, or another device
      else complain(error.message);
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    vote().finally(() => (isBusy = false));
  });
  return { dress };
}
