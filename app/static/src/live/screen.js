// The screen in the hall: always the last thing known, always inside its frame.
import { tick } from './clock.js';
import { connect } from './connection.js';
import { countdowns, heard } from './countdown.js';
import { Counts } from './counts.js';
import { morphInside, show } from './draw.js';
import { fit } from './fit.js';
import { page } from './http.js';

const SOON = 150;
const TURNOUT = 5000;

const frame = document.getElementById('frame');
const { room, supports } = frame.dataset;
const votes = new Counts(supports);
let seq = Number(frame.dataset.seq);
let told = seq;
let planned = 0;

connect(() => ({ room, after: seq, screen: true }), {
  joined(answer) {
    counts(answer);
    heard(answer.at, true);
    if (answer.snapshot || answer.changes.length) plan(answer.seq);
    else seq = Math.max(seq, answer.seq);
  },
  changes(payload) {
    heard(payload.at);
    plan(payload.seq);
  },
  counts,
  up: () => show('link-lost', false),
  down: () => votes.forget(),
  lost: () => show('link-lost', true),
});

function counts(payload) {
  votes.take(payload.counts);
}

/** Redraw soon, until what is drawn is as new as what was told. */
function plan(number = seq) {
  told = Math.max(told, number);
  planned = planned || setTimeout(() => refresh().catch(() => (planned = 0)), SOON);
}

async function refresh() {
  const found = await page(location.pathname);
  planned = 0;
  const fresh = found.page.getElementById('frame');
  if (!found.ok || !fresh) return;
  seq = Math.max(seq, Number(fresh.dataset.seq));
  for (const part of document.querySelectorAll('[data-part]')) morphInside(part, found.page.getElementById(part.id));
  fit(frame);
  if (seq < told) plan(); // what was told while the page travelled is newer than the page
}

/** Keep the projector awake, where the browser lets a page ask for it. */
function stayAwake() {
  if (navigator.wakeLock && !document.hidden) navigator.wakeLock.request('screen').catch(() => {});
}

// Ballots do not move the room's number: while a poll is open, how many came is looked up.
setInterval(() => document.querySelector('[data-turnout]') && plan(), TURNOUT);
document.addEventListener('visibilitychange', stayAwake);
addEventListener('resize', () => fit(frame));
stayAwake();
tick(document.getElementById('clock'));
countdowns();
fit(frame);
