/** Return the keys of the floor: each sends the form of the desk that bears it. */
export function floorKeys(send) {
  const press = (key) => () => {
    const form = document.querySelector(`#desk-floor form[data-key="${key}"]`);
    if (form) send(form);
  };
  return Object.fromEntries(['C', 'G', 'T', 'K', '+', '-'].map((key) => [key, press(key)]));
}

/** Begin a form whose key was used anew with that of the page which answered it: another key, and empty. */
export function renew(form, answer) {
  const fresh = form.id && form.elements.key && answer.getElementById(form.id);
  if (!fresh) return;
  const details = form.closest('details');
  const hadFocus = form.contains(document.activeElement);
  const made = document.importNode(fresh, true);
  form.replaceWith(made);
  if (details) details.open = false;
  if (hadFocus) (details || made).querySelector('summary, textarea, button, input:not([type="hidden"])').focus();
}
