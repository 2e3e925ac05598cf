import { Idiomorph } from 'idiomorph';

// What the reader opened stays open; a server's page never knows of it.
const callbacks = {
  beforeAttributeUpdated: (name, node) => !(name === 'open' && node.tagName === 'DETAILS'),
  // A form that is being filled in stays as it is.
  beforeNodeMorphed: (node) => !(node.matches && node.matches('form[data-keep]') && node.contains(document.activeElement)),
};

/** Return how to morph: what is typed or chosen stays; a pressed button says what it does next. */
function rules(morphStyle) {
  return { morphStyle, callbacks, ignoreActiveValue: document.activeElement.matches('input, textarea, select') };
}

/** Return the first element of a piece of HTML. */
export function element(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

/** Return a copy of what a <template> of the page holds. */
export function copyOf(id) {
  return document.getElementById(id).content.cloneNode(true).firstElementChild;
}

/** Whether an element takes room on the page: the browser takes the focus away from the others. */
const isDrawn = (one) => one.getClientRects().length > 0;

/** Change the page; what had the focus has it afterwards, or what bears its id, or what it was in. */
function keepingFocus(change) {
  const ids = [];
  for (let one = document.activeElement; one; one = one.parentElement) if (one.id) ids.push(one.id);
  change();
  if (document.activeElement !== document.body && isDrawn(document.activeElement)) return;
  const place = ids.map((id) => document.getElementById(id)).find((one) => one && isDrawn(one));
  if (!place || place.offsetHeight > innerHeight) return; // the browser goes on from where it was
  if (!place.matches('a, button, input, select, textarea, summary, [tabindex]')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** Turn `old` into `fresh` where it stands, keeping its nodes, the focus and what is typed. */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  keepingFocus(() => Idiomorph.morph(old, fresh, rules('outerHTML')));
  drawn(old);
}

/** Turn the content of `old` into the content of `fresh`. */
export function morphInside(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return;
  const content = Array.from(fresh.cloneNode(true).childNodes);
  keepingFocus(() => Idiomorph.morph(old, content, rules('innerHTML')));
  drawn(old);
}

/** Let app.js fill in the reader's hours of new content. */
export function drawn(place) {
  place.dispatchEvent(new CustomEvent('toukanblon:drawn', { bubbles: true }));
}

/** Show or hide the element with an id, if the page has it. */
export function show(id, isShown) {
  const found = document.getElementById(id);
  if (found) found.hidden = !isShown;
}

const keepsPlace = 'overflowAnchor' in document.documentElement.style;

/** Change the page without moving what is being read, where the browser does not see to it. */
export function steadily(change) {
  if (keepsPlace) return change();
  const read = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  const before = read && read.getBoundingClientRect().top;
  change();
  if (read && read.isConnected) scrollBy(0, read.getBoundingClientRect().top - before);
}

let noticeTimer = 0;

/** Say something in the page's polite live region, for a while; a finger on it sends it away. */
export function say(sentence) {
  const notice = document.getElementById('notice');
  if (!notice) return;
  clearTimeout(noticeTimer);
  notice.textContent = sentence;
  notice.onclick = () => (notice.textContent = '');
  noticeTimer = setTimeout(() => (notice.textContent = ''), 12000);
}

/** Say that nothing left, and that nothing changed. */
export const sayUnreachable = () => say(document.getElementById('notice').dataset.unreachable);
