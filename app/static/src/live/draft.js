import { forget, load, save } from './store.js';
import { hour } from './words.js';

const AFTER = 400;

/** Keep what is written in the form of a room at each pause, and count its length. */
export class Draft {
  constructor(form, room, zone) {
    this.form = form;
    this.name = `draft.${room}`;
    this.zone = zone;
    this.field = form.elements.body;
    this.note = form.querySelector('#draft-note');
    this.length = form.querySelector('#length-note');
    this.timer = 0;
    if (!this.field.value) this.restore(load(this.name, null));
    form.addEventListener('input', () => {
      this.count();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), AFTER);
    });
    addEventListener('pagehide', () => this.timer && this.keep());
    this.count();
  }

  /** Return what the form holds, as the server reads it. */
  get values() {
    const { body, language, theme, anonymous, pseudonym } = this.form.elements;
    return {
      body: body.value,
      language: (language && language.value) || 'fr',
      theme: (theme && theme.value) || null,
      anonymous: anonymous.checked,
      pseudonym: (pseudonym && pseudonym.value.trim()) || null,
    };
  }

  restore(kept) {
    if (!kept) return;
    const { body, language, theme, anonymous, pseudonym } = this.form.elements;
    body.value = kept.body;
    if (language) language.value = kept.language;
    if (theme) theme.value = kept.theme || '';
    anonymous.checked = kept.anonymous;
    if (pseudonym) pseudonym.value = kept.pseudonym || '';
    if (kept.at) this.say(kept.at);
    this.count();
  }

  keep() {
    this.timer = 0;
    if (!this.field.value.trim()) return this.drop();
    const at = Date.now();
    if (save(this.name, { ...this.values, at })) this.say(at);
  }

  /** Empty the field and forget the draft: the text is elsewhere now. */
  clear() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.field.value = '';
    this.drop();
    this.count();
  }

  drop() {
    forget(this.name);
    this.note.textContent = '';
  }

  say(at) {
    this.note.textContent = this.note.dataset.template.replace('{time}', hour(new Date(at), this.zone));
  }

  count() {
    const written = Array.from(this.field.value.trim()).length;
    this.length.textContent = `${written}\u202f/\u202f${this.field.maxLength}`;
  }
}
