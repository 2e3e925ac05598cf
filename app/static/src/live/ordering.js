import { say } from './draw.js';

const FAR = 6; // pixels before a press is a drag

/**
 * Moves questions of the desk's queue: by the buttons of their rows, by dragging their number.
 *
 * `send(form, {action, fields})` posts the form of the desk that carries the reason.
 */
export class Ordering {
  constructor(queue, send) {
    this.queue = queue;
    this.send = send;
    this.form = document.getElementById('move-form');
    this.dragged = null;
    this.target = null;
    // In front of the desk's own listener: these buttons belong to a form that says nothing alone.
    document.addEventListener('click', (event) => {
      const button = event.target.closest('button[data-step]');
      if (!button) return;
      event.preventDefault();
      this.press(button);
    });
    queue.addEventListener('pointerdown', (event) => this.lift(event));
    queue.addEventListener('pointermove', (event) => this.carry(event));
    queue.addEventListener('pointerup', () => this.drop());
    queue.addEventListener('pointercancel', () => this.letGo());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.letGo();
    });
  }

  get rows() {
    return Array.from(this.queue.querySelectorAll('.queue-list > [data-place]'));
  }

  press(button) {
    return this.move(button.closest('[data-place]'), button.formAction, { to: button.value });
  }

  /** Move a row's question, and say its rank once it is drawn there. */
  async move(row, action, fields) {
    const isDone = await this.send(this.form, { action, fields });
    const drawn = isDone && document.getElementById(row.id);
    if (drawn) say(drawn.dataset.said);
  }

  /** Press the button of a question's row that makes this step, if it stands in the queue. */
  step(id, step) {
    const button = this.queue.querySelector(`#row-${id} button[data-step="${step}"]`);
    if (button) this.press(button);
  }

  lift(event) {
    const handle = event.target.closest('[data-drag]');
    if (!handle || event.button) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    this.dragged = { row: handle.closest('[data-place]'), handle, from: event.clientY, moves: false };
  }

  carry(event) {
    if (!this.dragged) return;
    const { row, from } = this.dragged;
    this.dragged.moves = this.dragged.moves || Math.abs(event.clientY - from) > FAR;
    if (!this.dragged.moves) return;
    row.classList.add('dragged');
    row.style.transform = `translateY(${event.clientY - from}px)`;
    this.mark(this.rowAt(event.clientY));
  }

  /** Return the row that this height of the window points at. */
  rowAt(height) {
    return this.rows.find((row) => {
      if (row === this.dragged.row) return false;
      const box = row.getBoundingClientRect();
      return height >= box.top && height < box.bottom;
    });
  }

  mark(row) {
    if (this.target) this.target.classList.remove('drop-before', 'drop-after');
    this.target = row || null;
    if (!row) return;
    const isUp = Number(row.dataset.place) < Number(this.dragged.row.dataset.place);
    row.classList.add(isUp ? 'drop-before' : 'drop-after');
  }

  drop() {
    const { target, dragged } = this;
    this.letGo();
    if (!target || !dragged) return;
    this.move(dragged.row, dragged.handle.dataset.drag, { to: 'place', place: target.dataset.place });
  }

  letGo() {
    if (!this.dragged) return;
    this.mark(null);
    this.dragged.row.classList.remove('dragged');
    this.dragged.row.style.transform = '';
    this.dragged = null;
  }
}
