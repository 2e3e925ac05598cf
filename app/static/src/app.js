// Every page. The page works without it: this only adds what a browser knows and the server does not.
const root = document.documentElement;
const formats = { en: 'en-GB' }[root.lang] || root.lang; // as the server writes
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

/** Write an instant in a zone as the server does: "16 décembre 2025, 9 h 30". */
function write(moment, timeZone, withDay) {
  const format = (options) => new Intl.DateTimeFormat(formats, { timeZone, ...options }).format(moment);
  let hour = format({ hour: 'numeric', minute: '2-digit' });
  if (root.lang === 'fr') hour = hour.replace(/^0?(\d+):(\d+)/, '$1\u202fh\u202f$2');
  return withDay ? `${format({ day: 'numeric', month: 'long', year: 'numeric' })}, ${hour}` : hour;
}

/** Write the reader's hour in the places the server had to leave empty. */
function fillYours(zone, scope) {
  for (const time of (scope || document).querySelectorAll('time[data-yours]')) {
    const moment = new Date(time.getAttribute('datetime'));
    const there = time.getAttribute('data-yours');
    if (isNaN(moment) || write(moment, zone, true) === write(moment, there, true)) continue;
    const withDay = time.hasAttribute('data-date');
    const isAnotherDay = write(moment, zone, true).split(',')[0] !== write(moment, there, true).split(',')[0];
    time.textContent = write(moment, zone, withDay);
    const place = time.closest('.two-times') || time.parentNode;
    const day = place.querySelector('[data-yours-day]');
    if (day && isAnotherDay && !withDay) {
      const written = new Intl.DateTimeFormat(formats, { timeZone: zone, day: 'numeric', month: 'long' }).format(moment);
      day.textContent = `(${written})`;
    }
    for (const part of place.querySelectorAll('[data-yours-part]')) part.hidden = false;
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

/** Close the open menu that a finger or the focus left: it would lie over what they went to. */
function closeLeft(event) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) closeMenu(menu, false);
  }
}
document.addEventListener('click', closeLeft);
document.addEventListener('focusin', closeLeft);

// A row of tabs scrolls under a finger; the focus alone does not bring in what it cuts.
document.addEventListener('focusin', (event) => {
  if (event.target.closest('.tabs')) event.target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
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

// After a form, what the reader needs first: what is to be corrected (the summary, or the one field), or what was done.
// An address that leads within the page keeps its place there, and a page its own first field.
const isLedElsewhere = location.hash || document.querySelector('[autofocus]');
const said =
  document.querySelector('[data-error-summary]') ||
  document.querySelector('main [aria-invalid="true"]') ||
  (!isLedElsewhere && document.querySelector('[data-told]'));
if (said) said.focus();

// A button marked data-print prints; without JavaScript it is not shown.
document.addEventListener('click', (event) => {
  if (event.target.closest && event.target.closest('[data-print]')) print();
});
