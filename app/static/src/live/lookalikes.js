import { copyOf, say } from './draw.js';
import { deliver } from './http.js';
import { counted, spoken } from './words.js';

const PAUSE = 900; // milliseconds without a letter
const FEWEST_SIGNS = 15;

/** While somebody writes, show at each pause what already asks the same, to support instead. */
export function lookalikes({ form, room, samples, connection, supports }) {
  const field = form.elements.body;
  const place = document.getElementById('lookalikes');
  const list = place.querySelector('ul');
  let timer = 0;
  let asked = '';

  function item(question) {
    const made = copyOf('lookalike-template');
    made.dataset.lookalike = question.id;
    made.querySelector('[data-number]').textContent = place.dataset.number.replace('{number}', question.number);
    made.querySelector('[data-body]').textContent = spoken(question.body);
    made.querySelector('[data-supports]').textContent = counted(samples, question.votes);
    made.querySelector('[data-support-this]').hidden = question.state === 'answered' || supports.own.has(question.id);
    return made;
  }

  function draw(found) {
    list.textContent = '';
    list.append(...found.map(item));
    place.hidden = !found.length;
  }

  async function look() {
    const body = field.value.trim();
    if (body === asked) return;
    asked = body;
    if (body.length < FEWEST_SIGNS) return draw([]);
    try {
      const answer = await deliver(connection, 'question.lookalikes', { body }, `/api/v1/rooms/${room}/lookalikes`);
      if (field.value.trim() === body) draw(answer.lookalikes);
    } catch (_) {
      draw([]); // a suggestion that cannot come is none: the question is sent all the same
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  form.addEventListener('submit', () => {
    asked = '';
    draw([]);
  });
  list.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-support-this]');
    if (!button) return;
    const id = Number(button.closest('[data-lookalike]').dataset.lookalike);
    await supports.toggle(id);
    if (!supports.own.has(id)) return;
    draw([]);
    say(place.dataset.thanks);
    field.focus();
  });
}
