// The time left to who speaks, counted from the server's instants: a device whose clock is wrong,
// or that was away, shows what everybody else does.
const SECOND = 1000;
const mark = document.documentElement.lang === 'fr' ? '.' : ':';

// The server's clock minus this page's own, which no change of the device's hour moves.
let ahead = -Infinity;
let timer = 0;

const instant = (text) => Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));

/**
 * Learn the server's hour from an instant it sent just now.
 *
 * What travelled least is nearest to the truth, so the greatest counts; after an absence, in which
 * the page's own clock may have stood still, the next one does: `anew`.
 */
export function heard(at, anew = false) {
  if (!at) return;
  const found = instant(at) - performance.now();
  ahead = anew ? found : Math.max(ahead, found);
  draw();
}

/** Keep every countdown of the page running, those drawn later too. */
export function countdowns() {
  document.addEventListener('toukanblon:drawn', learn);
  document.addEventListener('visibilitychange', draw);
  learn();
}

function learn() {
  for (const place of document.querySelectorAll('[data-countdown]')) heard(place.dataset.at);
}

/** Write every countdown, and come back when the next second of one of them ends. */
function draw() {
  clearTimeout(timer);
  const waits = Array.from(document.querySelectorAll('[data-countdown]'), (place) => {
    const { endsAt, left, allotted } = place.dataset;
    const rest = endsAt ? instant(endsAt) - ahead - performance.now() : Number(left) * SECOND;
    write(place, rest, Number(allotted) * SECOND);
    return endsAt ? ((rest % SECOND) + SECOND) % SECOND : SECOND;
  });
  if (waits.length) timer = setTimeout(draw, Math.min(...waits) + 20);
}

/** Write the milliseconds that rest of those given; below zero, what is over, in words and shape. */
function write(place, rest, given) {
  const isOver = rest <= -SECOND;
  const seconds = isOver ? Math.floor(-rest / SECOND) : Math.max(0, Math.ceil(rest / SECOND));
  const share = Math.min(1, Math.max(0, isOver ? 1 : rest / given));
  const { rest: resting, over, still, endsAt } = place.dataset;
  const state = isOver ? 'over' : endsAt ? 'running' : 'paused';
  if (place.dataset.state !== state) place.dataset.state = state;
  place.querySelector('[data-digits]').textContent = `${Math.floor(seconds / 60)}${mark}${String(seconds % 60).padStart(2, '0')}`;
  tell(place.querySelector('[data-words]'), isOver ? over : endsAt ? resting : still);
  place.querySelector('[data-when-over]').hidden = !isOver;
  fill(place, share * 100);
}

function tell(words, text) {
  if (words.textContent !== text) words.textContent = text;
}

function fill(place, percent) {
  const gauge = place.querySelector('[data-gauge]');
  const door = place.querySelector('[data-door] rect');
  if (gauge) {
    gauge.removeAttribute('hidden');
    gauge.firstElementChild.setAttribute('width', percent);
  }
  if (!door) return;
  door.setAttribute('y', 100 - percent);
  door.setAttribute('height', percent);
}
