import { hour } from './words.js';

const MINUTE = 60000;

/** Keep an element showing the hour of its `data-zone`; it stays as the server wrote it where the zone is unknown. */
export function tick(element) {
  if (!element) return;
  const write = () => {
    try {
      element.textContent = hour(new Date(), element.dataset.zone);
    } catch (_) {
      return;
    }
    setTimeout(write, MINUTE - (Date.now() % MINUTE) + 50);
  };
  write();
}
