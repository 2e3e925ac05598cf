// The page of the stage: redrawn as the room changes, and every few seconds for the desk's notes.
import { tick } from './clock.js';
import { connect } from './connection.js';
import { countdowns, heard } from './countdown.js';
import { morphInside, show } from './draw.js';
import { page } from './http.js';

const NOTES = 5000; // notes are told to the desk alone: the stage looks for them

const question = document.getElementById('stage-question');
const { room } = question.dataset;

connect(() => ({ room, after: Number(question.dataset.seq) }), {
  joined: (answer) => heard(answer.at, true),
  changes(payload) {
    heard(payload.at);
    refresh();
  },
  counts() {},
});

async function refresh() {
  const found = await page(location.pathname).catch(() => null);
  show('link-lost', !found || !found.ok);
  if (!found || !found.ok) return;
  for (const part of document.querySelectorAll('[data-part]')) {
    const fresh = found.page.getElementById(part.id);
    if (fresh) morphInside(part, fresh);
  }
}

setInterval(refresh, NOTES);
tick(document.getElementById('clock'));
countdowns();
