// The screen in the hall, driven from the desk: what it shows is drawn small beside the desk's work.
import { morphInside, sayUnreachable } from './draw.js';
import { fit } from './fit.js';
import { page } from './http.js';

const CALM = 1000; // milliseconds between two drawings of what the screen shows
const panel = document.getElementById('desk-screen');
const shown = document.getElementById('screen-now');
const prepared = document.getElementById('screen-prepared');
let planned = 0;

/** Show what is on the screen, again at each change, and what would be on it before it is sent. */
export function driveScreen() {
  document.addEventListener('submit', (event) => {
    if (!event.target.hasAttribute('data-prepare')) return;
    event.preventDefault();
    prepare(event.target, event.submitter).catch(sayUnreachable);
  });
  prepared.addEventListener('click', (event) => {
    if (!event.target.closest('[data-drop]')) return;
    event.preventDefault();
    drop();
  });
  document.addEventListener('toukanblon:drawn', (event) => {
    if (!shown.contains(event.target) && !prepared.contains(event.target)) plan();
  });
  addEventListener('resize', () => [shown, prepared].forEach(fitInside));
  plan();
}

/** Forget what was prepared once it was sent. */
export function sentToScreen(form) {
  if (prepared.contains(form)) drop();
}

function drop() {
  prepared.replaceChildren();
  document.getElementById('desk-screen-title').focus();
}

function plan() {
  planned = planned || setTimeout(() => {
    planned = 0;
    refresh().catch(() => {}); // the next change draws it
  }, CALM);
}

async function refresh() {
  const { page: found, ok } = await page(panel.dataset.address);
  if (ok) draw(shown, found);
}

async function prepare(form, button) {
  const data = new FormData(form);
  if (button && button.name) data.append(button.name, button.value);
  const asked = form.method === 'post' ? page(form.action, data) : page(`${form.action}?${new URLSearchParams(data)}`);
  const { page: found, ok } = await asked;
  if (ok) draw(prepared, found);
  else prepared.innerHTML = found.getElementById('refused').innerHTML;
  prepared.focus();
}

function draw(place, found) {
  morphInside(place, found.getElementById(place.id));
  fitInside(place);
}

function fitInside(place) {
  fit(place.querySelector('.frame'));
}
