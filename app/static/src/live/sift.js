// The filter of the desk is in the page's address, and goes with every address that leads back to it.
const ROOM = location.pathname.replace(/[^/]*$/, '');

/** Return an address with a question of the desk open, or none. */
export function withQuestion(url, question) {
  const address = new URL(url, location.href);
  if (question) address.searchParams.set('q', question);
  else address.searchParams.delete('q');
  return address.href;
}

/** Return the address of the desk with its filter, and a question open if one is given. */
export const deskAt = (question) => withQuestion(location.pathname + location.search, question);

/** Return an address of this room with the filter in force, which it may have been drawn without. */
export function filtered(url) {
  const address = new URL(url, location.href);
  if (!address.pathname.startsWith(ROOM)) return url;
  const question = address.searchParams.get('q');
  address.search = location.search;
  return withQuestion(address, question);
}

/** Return the address that a filter's form asks for; what it leaves empty is not asked. */
export function asked(form) {
  const address = new URL(location.pathname, location.href);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, value);
  return address.href;
}

/** Go to where the questions are searched; Escape leaves it, for the other keys to be heard again. */
export function goToFilter() {
  const words = document.getElementById('filter-words');
  words.onkeydown = leave;
  words.focus();
  words.select();
}

function leave({ key, isComposing }) {
  if (key === 'Escape' && !isComposing) (document.getElementById('chosen') || document.getElementById('inbox-title')).focus();
}

/** Return the keys of the saved views, 1 to 9, and of none, 0: each follows the link that carries it. */
export function viewKeys(follow) {
  const press = (key) => {
    const link = document.querySelector(`.desk-filter a[data-sift="${key}"]`);
    if (link) follow(link.href);
  };
  return Object.fromEntries(Array.from('0123456789', (key) => [key, () => press(key)]));
}
