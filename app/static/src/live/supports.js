import { Unreachable } from './connection.js';
import { writeVotes } from './counts.js';
import { say } from './draw.js';
import { post } from './http.js';

/** The reader's supports, and the number of everybody's. */
export class Supports {
  constructor(live, connection) {
    this.connection = connection;
    this.samples = live.dataset.supports;
    this.own = new Set();
    this.underWay = new Map();
    this.read(live);
    live.addEventListener('click', (event) => {
      const button = event.target.closest('.support');
      if (!button) return;
      event.preventDefault();
      const id = Number(button.closest('[data-question]').dataset.question);
      this.toggle(id);
    });
  }

  /** Read from a page which questions the reader supports; what is being sent now is newer. */
  read(live) {
    this.own = new Set(live.dataset.supported.split(' ').filter(Boolean).map(Number));
    this.underWay.forEach((on, id) => this.keep(id, on));
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
    try {
      const answer = await this.send(id, on);
      this.count([[id, answer.votes]]);
    } catch (error) {
      this.press(id, !on);
      say(error instanceof Unreachable ? document.getElementById('notice').dataset.unreachable : error.message);
    }
    this.underWay.delete(id);
  }

  press(id, on) {
    this.keep(id, on);
    const item = document.getElementById(`question-${id}`);
    if (item) this.dress(item);
  }

  async send(question, on) {
    try {
      return await this.connection.send('question.vote', { question, on });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    return post(`/api/v1/questions/${question}/vote`, { on });
  }

  /** Write new numbers in place, for the eye and for the ear. */
  count(counts) {
    writeVotes(this.samples, counts);
  }
}
