// Every page. The page works without it: this only adds what a browser knows and the server does not.
const root = document.documentElement;
root.classList.remove('no-js');
root.classList.add('js');

/** The reader's time zone, an IANA name, or '' when the browser hides it. */
function readerZone() {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || '';
  } catch (_) {
    return '';
  }
}

/** Tell the server the zone for the next page, and renew it for a year. */
function rememberZone(zone) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `tz=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

/** Write the reader's hour in the places the server had to leave empty. */
function fillYours(zone, scope) {
  for (const time of (scope || document).querySelectorAll('time[data-yours]')) {
    const moment = new Date(time.getAttribute('datetime'));
    const there = time.getAttribute('data-yours');
    if (isNaN(moment) || there === zone) continue;
    const options = { hour: 'numeric', minute: '2-digit', timeZone: zone };
    if (time.hasAttribute('data-date')) Object.assign(options, { weekday: 'long', day: 'numeric', month: 'long' });
    let hour = new Intl.DateTimeFormat(root.lang, options).format(moment);
    if (root.lang === 'fr') hour = hour.replace(/(\d{1,2}):(\d{2})/, (_, h, m) => `${+h}\u00a0h\u00a0${m}`);
    time.textContent = hour;
    const place = time.closest('.two-times');
    for (const hidden of (place || time.parentNode).querySelectorAll('[data-yours-part]')) hidden.hidden = false;
  }
}

const zone = readerZone();
if (zone) {
  rememberZone(zone);
  fillYours(zone);
  // The live pages draw new items: they ask again for the part they changed.
  document.addEventListener('toukanblon:drawn', (event) => fillYours(zone, event.target));
}

/** Close an open menu and give the focus back to the button that opened it. */
function closeMenu(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector('summary').focus();
}

document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
  if (menu) closeMenu(menu, menu.contains(document.activeElement));
});
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) closeMenu(menu, false);
  }
});

// A form is sent once, however many times a slow network makes a finger press.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.hasAttribute('data-sent')) return event.preventDefault();
  form.setAttribute('data-sent', '');
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
});

// After a refused form, the summary of what to correct is what the reader needs first.
const summary = document.querySelector('[data-error-summary]');
if (summary) summary.focus();

// A button marked data-print prints; without JavaScript it is not shown.
document.addEventListener('click', (event) => {
  if (event.target.closest && event.target.closest('[data-print]')) print();
});
