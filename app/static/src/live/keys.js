import { load, save } from './store.js';

const TYPING = 'input, textarea, select, [contenteditable]';

/**
 * Single keys of the desk: `acts` maps a key to what it does.
 *
 * Not heard while typing, nor with a modifier, nor when the moderator turned them off (WCAG 2.1.4).
 */
export function listenToKeys(acts, toggle) {
  toggle.checked = load('keys', true);
  toggle.addEventListener('change', () => save('keys', toggle.checked));
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const { key, target } = event;
    const isTyping = target.closest && target.closest(TYPING) && target !== toggle;
    const act = acts[key.length === 1 ? key.toUpperCase() : key];
    if (!act || isTyping || (!toggle.checked && key !== '?')) return;
    event.preventDefault();
    act();
  });
  document.addEventListener('keydown', closeAround);
}

/** Close with Escape what was opened around the focus; words written in it are still there when it opens again. */
function closeAround({ key, isComposing, defaultPrevented }) {
  const details = key === 'Escape' && !isComposing && !defaultPrevented && document.activeElement.closest('main details[open]');
  if (!details) return;
  details.open = false;
  details.querySelector('summary').focus();
}
