import { copyOf, drawn, morph, show } from './draw.js';
import { counted } from './words.js';

const IN_LINE = ['taken', 'queued'];
const SETTLED = ['answered', 'follow_up'];

/** The questions everybody sees. Their lists never move under a finger: what is new waits for a tap. */
export class Questions {
  /** `order` fetches who goes when: the server alone knows. */
  constructor(dress, order) {
    this.dress = dress;
    this.order = order;
    this.queue = document.getElementById('queue-list');
    this.answered = document.getElementById('answered-list');
    this.button = document.getElementById('new-questions');
    this.held = new Map();
    this.button.addEventListener('click', () => this.release());
  }

  /** Draw an item where it is already, else where it belongs. */
  take(item) {
    const { question, state } = item.dataset;
    const id = Number(question);
    this.dress(item);
    const known = document.getElementById(item.id);
    if (known) this.redraw(known, item);
    else if (SETTLED.includes(state)) this.add(this.answered, item);
    else if (IN_LINE.includes(state) && this.queue.children.length) this.held.set(id, item);
    else if (IN_LINE.includes(state)) this.add(this.queue, item);
    if (!IN_LINE.includes(state) || known) this.held.delete(id);
    this.tell();
  }

  redraw(known, item) {
    known.style.minBlockSize = '';
    known.removeAttribute('tabindex');
    morph(known, item);
  }

  add(list, item) {
    list.prepend(item);
    drawn(item);
    this.tell();
  }

  /** A question left the public eye: its place says so, and keeps its size. */
  forget(id) {
    this.held.delete(id);
    this.tell();
    const known = document.getElementById(`question-${id}`);
    if (!known || known.dataset.state === 'gone') return;
    known.style.minBlockSize = `${known.getBoundingClientRect().height}px`;
    const hadFocus = known.contains(document.activeElement);
    known.dataset.state = 'gone';
    known.innerHTML = '';
    known.append(copyOf('gone-template'));
    if (!hadFocus) return;
    known.tabIndex = -1;
    known.focus({ preventScroll: true });
  }

  /** Compare with a whole page: draw what it has, forget what it has no more. */
  compare(page) {
    const fresh = Array.from(page.querySelectorAll('#queue-list > li, #answered-list > li'));
    const air = page.getElementById('air-item');
    if (air) fresh.push(...air.content.children);
    const ids = new Set(fresh.map((item) => item.id));
    for (const item of document.querySelectorAll('#queue-list > li, #answered-list > li')) {
      if (!ids.has(item.id)) this.forget(Number(item.dataset.question));
    }
    for (const id of Array.from(this.held.keys())) if (!ids.has(`question-${id}`)) this.forget(id);
    fresh.reverse().forEach((item) => this.take(document.importNode(item, true)));
  }

  /** Put in what waited and sort as it is called: the reader asked for it. */
  async release() {
    const rank = await this.ranks();
    const byRank = (one, other) => rank(one) - rank(other);
    const first = Array.from(this.held.values()).sort(byRank)[0];
    const items = [...this.queue.children, ...this.held.values()];
    this.held.clear();
    for (const item of items) if (item.dataset.state === 'gone') item.remove();
    for (const item of items) if (SETTLED.includes(item.dataset.state)) this.answered.prepend(item);
    const standing = items.filter((item) => [...IN_LINE, 'on_air'].includes(item.dataset.state));
    standing.sort(byRank).forEach((item) => this.queue.append(item));
    this.tell();
    if (!first) return;
    drawn(this.queue);
    first.tabIndex = -1;
    first.focus();
  }

  /** Return what ranks an item; without the network what is shown stays, and what is new follows. */
  async ranks() {
    const shown = Array.from(this.queue.children, (item) => Number(item.dataset.question));
    const ids = await this.order().then((answer) => answer.queue).catch(() => shown);
    return (item) => {
      const place = ids.indexOf(Number(item.dataset.question));
      if (place >= 0) return place;
      return item.dataset.state === 'on_air' ? -1 : ids.length + Number(item.dataset.number);
    };
  }

  tell() {
    const waiting = this.held.size;
    if (waiting) this.button.textContent = counted(this.button.dataset.words, waiting);
    this.button.hidden = !waiting;
    show('queue-empty', !this.queue.children.length);
    show('answered-empty', !this.answered.children.length);
    const badge = document.getElementById('queue-badge');
    if (badge) badge.textContent = this.queue.querySelectorAll('[data-state="taken"], [data-state="queued"]').length + waiting;
  }
}
