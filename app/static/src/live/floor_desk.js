/** Return the keys of the floor: each sends the form of the desk that bears it. */
export function floorKeys(send) {
  const press = (key) => () => {
    const form = document.querySelector(`#desk-floor form[data-key="${key}"]`);
    if (form) send(form);
  };
  return Object.fromEntries(['C', 'G', 'T', 'K', '+', '-'].map((key) => [key, press(key)]));
}

/** Begin a form anew with that of the page which answered it: other keys, and empty. */
export function renew(form, answer) {
  const fresh = form.id && answer.getElementById(form.id);
  if (!fresh) return;
  const details = form.closest('details');
  form.replaceWith(document.importNode(fresh, true));
  if (!details) return;
  details.open = false;
  details.querySelector('summary').focus();
}
