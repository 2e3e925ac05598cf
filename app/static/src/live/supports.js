import { Unreachable } from './connection.js';
import { say, sayUnreachable } from './draw.js';
import { deliver } from './http.js';

/** The reader's own supports. */
export class Supports {
  constructor(live, connection, counts) {
    this.connection = connection;
    this.counts = counts;
    this.own = new Set();
    this.underWay = new Map();
    this.settled = new Map(); // since a page was asked for, which may not know of it
    this.read(live);
    live.addEventListener('click', (event) => {
      const button = event.target.closest('.support');
      if (!button) return;
      event.preventDefault();
      const id = Number(button.closest('[data-question]').dataset.question);
      this.toggle(id);
    });
  }

  /** A page is asked for: it will know of all that was settled until now. */
  asked() {
    this.settled.clear();
  }

  /** Read from a page which questions the reader supports; what was said since it was asked for is newer. */
  read(live) {
    this.own = new Set(live.dataset.supported.split(' ').filter(Boolean).map(Number));
    for (const said of [this.settled, this.underWay]) said.forEach((on, id) => this.keep(id, on));
  }

  keep(id, on) {
    if (on) this.own.add(id);
    else this.own.delete(id);
  }

  /** Show on an item, drawn for everybody, whether the reader supports it. */
  dress(item) {
    const on = this.own.has(Number(item.dataset.question));
    const button = item.querySelector('.support');
    if (!button) return;
    button.setAttribute('aria-pressed', String(on));
    button.value = String(!on);
  }

  async toggle(id) {
    if (this.underWay.has(id)) return;
    const on = !this.own.has(id);
    this.underWay.set(id, on);
    this.press(id, on);
    const before = this.counts.told.get(id);
    try {
      const answer = await deliver(this.connection, 'question.vote', { question: id, on }, `/api/v1/questions/${id}/vote`, { on });
      this.settled.set(id, on);
      // A number told meanwhile may be newer than the answer, and is followed by another if it is not.
      if (this.counts.told.get(id) === before) this.counts.take([[id, answer.votes]]);
    } catch (error) {
      this.press(id, !on);
      if (error instanceof Unreachable) sayUnreachable();
      else say(error.message);
    }
    this.underWay.delete(id);
  }

  press(id, on) {
    this.keep(id, on);
    const item = document.getElementById(`question-${id}`);
    if (item) this.dress(item);
  }
}
