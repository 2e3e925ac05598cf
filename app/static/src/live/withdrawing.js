import { copyOf, say, sayUnreachable } from './draw.js';
import { emptyForm, page } from './http.js';

/** Ask in words before a question is withdrawn; `drawPage` draws the page that answers. */
export function withdrawing(live, drawPage) {
  live.addEventListener('click', (event) => {
    const button = event.target.closest('[data-withdraw]');
    if (!button) return;
    event.preventDefault();
    const place = button.closest('p');
    const doubt = copyOf('withdraw-template');
    place.hidden = true;
    place.after(doubt);
    doubt.querySelector('[data-no]').focus();
    doubt.addEventListener('click', (answer) => {
      if (!answer.target.closest('button')) return;
      doubt.remove();
      place.hidden = false;
      button.focus();
      if (answer.target.closest('[data-yes]')) withdraw(button, drawPage);
    });
  });
}

async function withdraw(button, drawPage) {
  const item = button.closest('li');
  try {
    const answer = await page(button.formAction, emptyForm());
    drawPage(answer.page);
    const told = answer.page.querySelector('main [role="status"], main [role="alert"], main .lead');
    if (told) say(told.textContent.trim());
  } catch (_) {
    return sayUnreachable();
  }
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
}
