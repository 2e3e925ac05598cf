import { copyOf, drawn, morph } from './draw.js';

const PLACE = 'chosen-place';
const FIELDS = 'textarea, select, input:not([type="hidden"])';
const isWritten = (field) => field.tagName === 'TEXTAREA' && field.value !== field.defaultValue;

/** The question open on the desk. What is being typed about it outlives every redrawing. */
export class Chosen {
  constructor() {
    this.place = document.getElementById(PLACE);
    this.drafts = new Map();
  }

  get card() {
    return document.getElementById('chosen');
  }

  get id() {
    return this.card ? Number(this.card.dataset.question) : null;
  }

  /** Whether the moderator is at work in one of its forms. */
  get isBusy() {
    const { card } = this;
    if (!card) return false;
    const active = document.activeElement;
    const types = card.contains(active) && active.matches('textarea, select, input');
    const typed = Array.from(card.querySelectorAll('textarea')).some(isWritten);
    return types || typed || card.querySelector('[data-details][open]') !== null;
  }

  /** The word that somebody else treated it: above the card, where no redrawing takes it away. */
  get treated() {
    return this.place.querySelector('[data-treated]');
  }

  /** Draw what became of it, by the moderator's `own` act beside it, or by somebody else, or time. */
  refresh(page, own) {
    const fresh = page.getElementById('chosen');
    if (!this.card || !fresh || fresh.dataset.question !== this.card.dataset.question) {
      if (!this.isBusy) this.replace(page);
      return;
    }
    if (own) this.card.dataset.state = fresh.dataset.state;
    this.tell(this.treated ? this.treated.dataset.treated : this.card.dataset.state, fresh.dataset.state);
    if (!this.isBusy) morph(this.card, fresh);
  }

  /** Say that it was treated meanwhile, until it stands again where it stood. */
  tell(stood, stands) {
    if (stood === stands) return this.treated && this.treated.remove();
    if (this.treated) return;
    this.place.prepend(copyOf('treated-template'));
    this.treated.dataset.treated = stood;
  }

  /** Open another question, or none; words left in the forms of this one wait for its return. */
  replace(page) {
    this.keepDraft();
    const hadFocus = this.place.contains(document.activeElement);
    this.place.innerHTML = page.getElementById(PLACE).innerHTML;
    this.giveDraftBack();
    drawn(this.place);
    if (hadFocus || document.activeElement === document.body) this.focus();
  }

  focus() {
    (this.card || document.getElementById('inbox-title')).focus();
  }

  /** Forget the words about this question: they were sent. */
  dropDraft() {
    for (const field of this.place.querySelectorAll('textarea')) field.value = field.defaultValue;
    this.drafts.delete(this.id);
  }

  keepDraft() {
    const fields = Array.from(this.place.querySelectorAll(FIELDS));
    if (fields.some(isWritten)) this.drafts.set(this.id, fields.map((field) => field.value));
  }

  giveDraftBack() {
    const values = this.drafts.get(this.id);
    const fields = Array.from(this.place.querySelectorAll(FIELDS));
    if (!values || values.length !== fields.length) return;
    fields.forEach((field, index) => {
      field.value = values[index];
      if (isWritten(field)) field.closest('details').open = true;
    });
  }
}
