// The ticked questions of the inbox: they stay ticked through every redrawing, until they are treated.
const boxes = () => Array.from(document.querySelectorAll('[data-tick]'));
const ticked = new Set();
let last = null;

/** Tick the chosen question, or the one whose row has the focus. */
export function tickChosen() {
  const row = document.activeElement.closest('.desk-row');
  const box = (row && row.querySelector('[data-tick]')) || document.querySelector('#chosen [data-tick]');
  if (box) box.click();
}

/** Untick everything: it was treated. */
export function untick() {
  ticked.clear();
  show();
}

/** Keep what is ticked; with shift, from the last one ticked to this one. */
export function watchTicks() {
  document.addEventListener('click', (event) => {
    const box = event.target.closest('[data-tick]');
    if (!box) return;
    const all = boxes();
    const [from, to] = [all.findIndex((one) => one.value === last), all.indexOf(box)].sort((one, other) => one - other);
    const range = event.shiftKey && from >= 0 ? all.slice(from, to + 1) : [box];
    for (const one of range) box.checked ? ticked.add(one.value) : ticked.delete(one.value);
    last = box.value;
    show();
  });
  document.addEventListener('toukanblon:drawn', show);
}

function show() {
  const all = boxes();
  for (const box of all) box.checked = ticked.has(box.value);
  const count = document.querySelector('[data-ticked]');
  if (count) count.textContent = all.filter((box) => box.checked).length;
}
