const SMALLEST = 0.2;

/** Shrink what a frame of the screen says until it stands inside, whatever the screen. */
export function fit(frame) {
  const words = frame && frame.querySelector('[data-fits]');
  if (!words) return;
  words.style.fontSize = '';
  const full = parseFloat(getComputedStyle(words).fontSize);
  for (let share = 1; share > SMALLEST && overflows(frame); share -= 0.04) words.style.fontSize = `${full * share}px`;
}

function overflows(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}
