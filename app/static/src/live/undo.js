// The bar that takes the last move back: it goes when its half minute is over, whatever the link.
const bar = () => document.querySelector('form[data-undo]');

/** Take the last move back, with the form that stands there. */
export function undoLast(send) {
  const form = bar();
  if (form) send(form);
}

/** Take the bar away once its time has passed. */
export function watchUndo() {
  setInterval(() => {
    const form = bar();
    if (form && !form.contains(document.activeElement) && Date.parse(form.dataset.until) < Date.now()) form.remove();
  }, 1000);
}
