import { copyOf, morph, morphInside } from './draw.js';
import { counted } from './words.js';

/** The questions that wait at the desk. New ones are announced, and put in when the moderator says so. */
export class Inbox {
  constructor() {
    this.list = document.getElementById('inbox-list');
    this.button = document.getElementById('show-new');
    this.words = this.button.querySelector('[data-words]');
    this.known = new Set();
    this.remember();
  }

  get rows() {
    return Array.from(this.list.children);
  }

  /** Remember what the moderator has seen in the list or open. */
  remember() {
    for (const item of document.querySelectorAll('#inbox [data-question]')) this.known.add(item.dataset.question);
  }

  /** Draw the list of a page; `settled` says that the moderator just acted and expects it to move. */
  draw(page, settled) {
    const fresh = page.getElementById('inbox-list').cloneNode(true);
    this.remember();
    const isNew = (row) => !this.known.has(row.dataset.question);
    const unseen = Array.from(fresh.children).filter(isNew);
    unseen.forEach((row) => row.remove());
    if (settled) morphInside(this.list, fresh);
    else this.redraw(fresh);
    this.tell(unseen.length);
  }

  redraw(fresh) {
    const byId = new Map(Array.from(fresh.children, (row) => [row.id, row]));
    const outside = fresh.dataset.outside.split(' ');
    for (const row of this.rows) {
      if (byId.has(row.id)) morph(row, byId.get(row.id));
      else this.close(row, outside.includes(row.dataset.question) ? 'row-outside-template' : 'row-gone-template');
    }
  }

  /** Another moderator treated it, or it left the filter: the row says so and stays, for the hand that was going there. */
  close(row, why) {
    if (row.classList.contains('gone')) return;
    row.classList.add('gone');
    row.querySelector('.meta').replaceWith(copyOf(why));
  }

  tell(count) {
    if (count) this.words.textContent = counted(this.button.dataset.words, count);
    this.button.hidden = !count;
  }

  /** Take the rows of a page for known: its drawing puts them in. */
  know(page) {
    for (const row of page.querySelectorAll('#inbox-list > li')) this.known.add(row.dataset.question);
  }

  /** Put in what is new, and go to the first of it. */
  showNew(page) {
    this.know(page);
    const before = new Set(this.rows.map((row) => row.id));
    this.draw(page, true);
    const first = this.rows.find((row) => !before.has(row.id));
    if (first) first.querySelector('a').focus();
  }
}
