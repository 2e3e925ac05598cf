import { say } from './draw.js';
import { untick } from './ticks.js';

/** Say what an answer of the server made of the form that was sent: its refusal, or what became of it. */
export function tell(form, { page, ok }) {
  showRefusal(page, ok);
  if (!ok) return;
  if (form.id === 'together') tellOfTicked(page);
  if (form.dataset.said) say(form.dataset.said);
}

/** Say what became of the ticked questions. */
function tellOfTicked(answer) {
  untick();
  say(Array.from(answer.querySelectorAll('main > .stack .banner'), (one) => one.textContent.trim()).join(' '));
}

function showRefusal(answer, ok) {
  const place = document.getElementById('refused');
  const told = answer.getElementById('refused');
  place.innerHTML = told ? told.innerHTML : '';
  const sentence = answer.querySelector('main .lead');
  if (!ok && !told && sentence) say(sentence.textContent);
}
