import { say } from './draw.js';
import { untick } from './ticks.js';

/** Say what an answer of the server made of the form that was sent: its refusal, or what became of it. */
export function tell(form, { page, ok }) {
  showRefusal(page, ok);
  if (!ok) return;
  if (form.id === 'together') untick();
  const told = Array.from(page.querySelectorAll('[data-told] .banner'), (one) => one.textContent.trim());
  const said = form.dataset.said || told.join(' ');
  if (said) say(said);
}

function showRefusal(answer, ok) {
  const place = document.getElementById('refused');
  const told = answer.getElementById('refused');
  place.innerHTML = told ? told.innerHTML : '';
  const sentence = answer.querySelector('main .lead');
  if (!ok && !told && sentence) say(sentence.textContent);
  else if (!isSeen(place)) say(place.textContent.trim());
}

/** Whether what is said there, if anything, lies in the part of the page that is shown. */
function isSeen(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return !place.firstElementChild || (top >= 0 && bottom <= innerHeight);
}
