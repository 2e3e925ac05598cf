/** Return the keys of the floor: each sends the form of the desk that bears it. */
export function floorKeys(send) {
  const press = (key) => () => {
    const form = document.querySelector(`#desk-floor form[data-key="${key}"]`);
    if (form) send(form);
  };
  return { M: press('M'), P: press('P'), T: press('T'), S: press('S'), '+': press('+'), '-': press('-') };
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
