/** What this device keeps between two visits; every call bears a browser that refuses storage. */
const PREFIX = 'toukanblon.';

/** Return what was kept under `name`, else `otherwise`. */
export function load(name, otherwise) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + name));
    return kept === null ? otherwise : kept;
  } catch (_) {
    return otherwise;
  }
}

/** Keep a value and say whether it is kept. */
export function save(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch (_) {
    return false;
  }
}

/** Forget a value. */
export function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch (_) {
    // Nothing was kept.
  }
}
