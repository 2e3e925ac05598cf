// The live room on a phone: what changes is drawn in place, what is written is never lost.
import { asking } from './asking.js';
import { tick } from './clock.js';
import { connect } from './connection.js';
import { Counts } from './counts.js';
import { element, morph, morphInside, say, show, steadily } from './draw.js';
import { countdowns, heard } from './countdown.js';
import { floor } from './floor.js';
import { json, page } from './http.js';
import { lookalikes } from './lookalikes.js';
import { voting } from './polls.js';
import { Questions } from './questions.js';
import { Supports } from './supports.js';
import { withdrawing } from './withdrawing.js';
import { counted } from './words.js';

const LONGEST_SPREAD = 10000; // milliseconds

const live = document.getElementById('live');
const { room, language, zone } = live.dataset;
const votes = new Counts(live.dataset.supports);
let seq = Number(live.dataset.seq);
let told = seq;
let refreshing = null;
let crowd = 0;

const connection = connect(() => ({ room, after: seq, html: true }), {
  joined: caughtUp,
  changes,
  counts,
  up() {
    showLink(true);
    if (outbox) outbox.flush();
  },
  down: () => votes.forget(),
  lost: () => showLink(false),
});
const supports = new Supports(live, connection, votes);
const questions = new Questions(dress, () => json(`/api/v1/rooms/${room}/order`));
const form = document.getElementById('ask-form');
const outbox = form && asking({ form, room, zone, connection });
if (form) lookalikes({ form, room, samples: live.dataset.supports, connection, supports });
withdrawing(live, drawPage);
const ballots = voting(room, connection);
floor(live, connection, drawPage);
countdowns();

/** Say in the header too, which is always in sight, whether what is shown is of this moment. */
function showLink(isUp) {
  show('offline', !isUp);
  show('room-lost', !isUp);
  show('room-status', isUp);
}

/** Show on an item drawn for everybody what is the reader's own. */
function dress(item) {
  supports.dress(item);
  const badge = item.querySelector('[data-own-badge]');
  if (badge) badge.hidden = !document.getElementById(`own-${item.dataset.question}`);
}

/** After an absence: the page itself has everything, drawn; fetch it if anything changed. */
function caughtUp(answer) {
  // A whole room comes back at once after an outage: the larger it was, the more it spreads out.
  const spread = Math.min(LONGEST_SPREAD, crowd * 10);
  counts(answer);
  heard(answer.at, true);
  told = Math.max(told, answer.seq);
  if (answer.snapshot || answer.changes.length) refresh(Math.random() * spread);
  else seq = Math.max(seq, answer.seq);
}

/** Fetch the page and draw what differs; several reasons at once make one fetch. */
function refresh(after = 0) {
  refreshing = refreshing || new Promise((resolve) => setTimeout(resolve, after))
    .then(() => {
      supports.asked();
      return page(location.pathname);
    })
    .then((answer) => {
      refreshing = null;
      if (answer.ok) drawPage(answer.page);
    })
    .catch(() => (refreshing = null)); // the next connection compares again
  return refreshing;
}

/** Draw what differs in a fetched page of this room. */
function drawPage(fresh) {
  const freshLive = fresh.getElementById('live');
  if (!freshLive) return;
  // What was told while the page travelled is newer than the page.
  if (Number(freshLive.dataset.seq) < Math.max(seq, told)) return refresh(500);
  seq = Number(freshLive.dataset.seq);
  supports.read(freshLive);
  steadily(() => {
    for (const part of fresh.querySelectorAll('[data-part]')) drawPart(part.id, part);
    takeAll(fresh, 'own-list', takeOwn);
    takeAll(fresh, 'feed-lines', takeLine);
    questions.compare(fresh);
  });
}

/** Take the items of a list of a fetched page, the last one first: each is put at the top. */
function takeAll(fresh, id, take) {
  const items = Array.from(fresh.getElementById(id).children);
  items.reverse().forEach((item) => take(document.importNode(item, true)));
}

function changes(payload) {
  heard(payload.at);
  told = Math.max(told, payload.seq);
  if (payload.prev > seq) return refresh();
  seq = Math.max(seq, payload.seq);
  steadily(() => payload.changes.forEach(take));
}

function take(item) {
  if (item.kind === 'question' && item.gone) return goneFromAir(item.id) || questions.forget(item.id);
  if (item.kind === 'poll' && item.state !== 'open') goneFromBallots(item.number);
  const html = (item.html || {})[language];
  if (!html) return refresh();
  if (html.own) takeOwn(element(html.own));
  if (html.line) takeLine(element(html.line));
  if (html.said) say(html.said);
  if (html.item) takeQuestion(item, html);
  for (const [id, part] of Object.entries(html.parts || {})) drawPart(id, holding(part));
}

/** Draw a part of the page from an element that holds its new content. */
function drawPart(id, fresh) {
  const place = document.getElementById(id);
  if (id === 'poll-open') ballots.dress(fresh);
  if (place) morphInside(place, fresh);
}

function holding(html) {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  return holder;
}

function takeQuestion(item, html) {
  if (html.air) drawPart('on-air', holding(html.air));
  else goneFromAir(item.id);
  questions.take(element(html.item));
}

/** Empty the air if this question was on it. */
function goneFromAir(id) {
  const onAir = document.querySelector('#on-air [data-votes-of]');
  if (onAir && Number(onAir.dataset.votesOf) === id) drawPart('on-air', holding(document.getElementById('on-air-empty').innerHTML));
}

/** Take away the open poll if it is this one, whose closing and result may come together. */
function goneFromBallots(number) {
  if (!document.querySelector(`#poll-open [data-poll="${number}"]`)) return;
  for (const id of ['poll-open', 'poll-badge']) drawPart(id, holding(''));
}

function takeOwn(item) {
  putFirst('own-list', item);
  show('mine-empty', false);
  const badge = document.getElementById('mine-badge');
  badge.textContent = document.getElementById('own-list').children.length;
  badge.hidden = false;
  const shown = document.getElementById(`question-${item.dataset.own}`);
  if (shown) dress(shown);
}

function takeLine(line) {
  putFirst('feed-lines', line);
  show('feed-empty', false);
}

/** Redraw an item of a list where it is, else put it at the top. */
function putFirst(listId, item) {
  const known = document.getElementById(item.id);
  if (known) morph(known, item);
  else document.getElementById(listId).prepend(item);
}

function counts(payload) {
  votes.take(payload.counts);
  if (payload.present === undefined) return;
  crowd = payload.present;
  const note = document.getElementById('present-note');
  note.textContent = counted(note.dataset.words, payload.present);
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  connection.send('room.sync', { after: seq }).then(caughtUp).catch(connection.retry);
});
live.addEventListener('click', (event) => {
  if (event.target.closest('[data-retry]')) connection.retry();
});
tick(document.getElementById('clock'));
