// The moderators' desk: keyboard first, and nothing jumps.
import { tell } from './answers.js';
import { Chosen } from './chosen.js';
import { tick } from './clock.js';
import { connect, Unreachable } from './connection.js';
import { countdowns, heard } from './countdown.js';
import { Counts } from './counts.js';
import { morphInside, say, sayUnreachable } from './draw.js';
import { driveScreen, sentToScreen } from './driving.js';
import { floorKeys, renew } from './floor_desk.js';
import { page } from './http.js';
import { Inbox } from './inbox.js';
import { listenToKeys } from './keys.js';
import { Ordering } from './ordering.js';
import { questionKeys } from './question_keys.js';
import { asked, deskAt, filtered, goToFilter, viewKeys, withQuestion } from './sift.js';
import { watchTicks } from './ticks.js';
import { undoLast, watchUndo } from './undo.js';

const CALM = 1000; // milliseconds between two redrawings that the moderator did not ask for
const HAND_STAYS = 2000;
const SLOWLY = 5000;

const desk = document.getElementById('inbox');
const { room, supports } = desk.dataset;
const votes = new Counts(supports);
const chosen = new Chosen();
const inbox = new Inbox();
const ordering = new Ordering(document.getElementById('desk-queue'), send);
let seq = Number(desk.dataset.seq);
let latest = document;
let planned = 0;
let wanted = null;
let aimed = null;
let isOld = false;
let handMoved = { where: null, at: 0 };

connect(() => ({ room, after: seqOf(latest), desk: true }), {
  joined(answer) {
    counts(answer);
    heard(answer.at, true);
    if (answer.snapshot || answer.changes.length) plan(0);
    seq = Math.max(seq, answer.seq);
  },
  changes(payload) {
    heard(payload.at);
    seq = Math.max(seq, payload.seq);
    plan(CALM / 4);
  },
  counts,
  up: () => showLink(true),
  down() {
    votes.forget();
    showLink(false);
  },
});

function showLink(isUp) {
  const link = document.getElementById('desk-link');
  link.dataset.state = isUp ? 'done' : 'late';
  link.textContent = isUp ? link.dataset.on : link.dataset.off;
}

function counts(payload) {
  votes.take(payload.counts);
  const present = document.querySelector('[data-present]');
  isOld = isOld || payload.counts?.length > 0 || Number(present.textContent) !== payload.present;
  present.textContent = payload.present;
}

/** Redraw soon; several reasons make one redrawing. */
function plan(after) {
  planned = planned || setTimeout(() => {
    planned = 0;
    refresh().catch(() => {}); // the next change, or the next connection, redraws
  }, after);
}

/** Fetch the desk with its chosen question and redraw it. */
async function refresh(settled = false) {
  isOld = false;
  const about = chosen.id;
  const from = deskAt(about);
  const found = await page(from);
  if (!found.ok || !isNewer(found.page) || from !== deskAt(about)) return;
  latest = found.page;
  if (chosen.id === about && !wanted) {
    if (settled || !isUnderHand(chosen.place)) chosen.refresh(latest, settled);
    else onceTheHandLeft();
  }
  draw(settled);
}

const seqOf = (drawn) => Number(drawn.getElementById('inbox').dataset.seq);

/** Whether a page is at least as new as the one drawn: answers may overtake each other. */
function isNewer(fetched) {
  return fetched.getElementById('inbox') !== null && seqOf(fetched) >= seqOf(latest);
}

/** Redraw all but the chosen question from the latest page; what was told while it travelled, soon. */
function draw(settled) {
  if (seqOf(latest) < seq) plan(CALM);
  else seq = seqOf(latest);
  inbox.draw(latest, settled);
  for (const place of document.querySelectorAll('[data-part]')) {
    if (settled || !isUnderHand(place)) morphInside(place, latest.getElementById(place.id));
    else onceTheHandLeft();
  }
}

function onceTheHandLeft() {
  setTimeout(() => plan(0), HAND_STAYS);
}

/** Whether the pointer is moving about in this part of the desk: what it aims at must not move. */
function isUnderHand(place) {
  if (ordering.dragged && place.contains(ordering.dragged.row)) return true;
  return place.contains(handMoved.where) && Date.now() - handMoved.at < HAND_STAYS;
}

/** Draw what an address of the desk shows; of several asked for at once, the last. */
async function visit(url, show) {
  wanted = url;
  try {
    const found = await page(url);
    if (wanted !== url) return;
    latest = found.page;
    show();
    draw(true);
    claim();
  } catch (_) {
    sayUnreachable();
  } finally {
    if (wanted === url) wanted = aimed = null;
  }
}

/** Open a question. */
function choose(link) {
  const url = filtered(link);
  return visit(url, () => {
    chosen.replace(latest);
    history.replaceState(null, '', url);
    chosen.focus();
  });
}

/** List what another filter lets through; a question that is being written about stays open. */
function sift(url) {
  const isBusy = chosen.isBusy;
  return visit(isBusy ? withQuestion(url, chosen.id) : url, () => {
    if (!isBusy) chosen.replace(latest);
    history.replaceState(null, '', url);
    inbox.know(latest);
  });
}

/**
 * Post a form of the desk and redraw; the next question opens where the chosen one was treated.
 *
 * Say whether it was done.
 */
async function send(form, { action = form.action, fields = {} } = {}) {
  if (form.hasAttribute('aria-busy')) return false;
  form.setAttribute('aria-busy', 'true');
  const isAboutChosen = chosen.place.contains(form);
  try {
    const data = new FormData(form);
    Object.entries(fields).forEach(([name, value]) => data.append(name, value));
    const found = await page(filtered(action), data);
    tell(form, found);
    if (!found.ok) return false;
    renew(form, found.page);
    sentToScreen(form);
    if (isAboutChosen) chosen.dropDraft();
    if (isAboutChosen || form.hasAttribute('data-opens')) openNext(found.page);
    else await refresh(true);
    return true;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    sayUnreachable();
    return false;
  } finally {
    form.removeAttribute('aria-busy');
  }
}

/** Open the question that the answer to an act shows. */
function openNext(answer) {
  latest = answer;
  chosen.replace(latest);
  draw(true);
  history.replaceState(null, '', deskAt());
  chosen.focus();
  claim();
}

/** Tell the other moderators who reads the question that is open; the desk works without it. */
async function claim() {
  const form = chosen.place.querySelector('form[data-claim]');
  if (!form) return;
  form.remove();
  const found = await page(form.action, new FormData(form)).catch(() => null);
  if (found) plan(0);
}

/** Return what the pressed button adds to its form. */
function pressed(button) {
  return button && button.name ? { [button.name]: button.value } : {};
}

document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-sift-form]')) {
    event.preventDefault();
    sift(asked(event.target));
    return;
  }
  if (event.target.method !== 'post' || event.target.hasAttribute('data-prepare')) return;
  event.preventDefault();
  send(event.target, { fields: pressed(event.submitter) });
}, true);
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-choose], a[data-sift]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.hasAttribute('data-sift')) sift(link.href);
  else choose(link.href);
});
// Who begins to write about a question reads it, also where it was there before anything was pressed.
chosen.place.addEventListener('toggle', (event) => event.target.open && event.target.dataset.details && claim(), true);
document.addEventListener('pointermove', (event) => {
  handMoved = { where: event.target, at: Date.now() };
}, { passive: true });
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) plan(0);
});
// Ballots, supports and who comes do not move the room's number: what they change is looked up, calmly.
setInterval(() => (isOld || document.querySelector('[data-turnout]')) && plan(0), SLOWLY);
document.getElementById('show-new').addEventListener('click', () => inbox.showNew(latest));

/** Go to the question before or after the chosen one: those that wait, then the queue. */
function step(by) {
  const numbers = new Set(Array.from(inbox.rows, (row) => Number(row.dataset.question)));
  if (chosen.card && (chosen.card.dataset.state === 'received' || chosen.treated)) numbers.add(chosen.id);
  const ids = Array.from(numbers).sort((one, other) => one - other);
  for (const row of document.querySelectorAll('#desk-queue .queue-list [data-question]')) ids.push(Number(row.dataset.question));
  const next = ids[ids.indexOf(aimed || chosen.id) + by];
  if (!next) return;
  aimed = next;
  choose(deskAt(next));
}

const help = document.querySelector('.keyboard-help');
listenToKeys({
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  N: () => inbox.showNew(latest),
  Z: () => undoLast(send),
  ...questionKeys(chosen, ordering, send),
  ...floorKeys(send),
  ...viewKeys(sift),
  '/': goToFilter,
  '?': () => {
    help.open = !help.open;
    help.querySelector('summary').focus();
  },
}, document.getElementById('keys-on'));
tick(document.getElementById('clock'));
countdowns();
watchUndo();
driveScreen();
watchTicks();
