import { load, save } from './store.js';

/** Return a UUID, also where the browser is too old to make one or the page is not served over TLS. */
export function newKey() {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A list kept on this device under a name, read anew each time: another tab may have changed it. */
export class KeptList {
  constructor(name) {
    this.name = name;
    this.unkept = [];
  }

  get all() {
    return [...load(this.name, []), ...this.unkept];
  }

  find(key) {
    return this.all.find((entry) => entry.key === key);
  }

  /** Add an entry, or replace the one with its key; say whether it will survive this page. */
  put(entry) {
    const others = load(this.name, []).filter((other) => other.key !== entry.key);
    this.unkept = this.unkept.filter((other) => other.key !== entry.key);
    if (save(this.name, [...others, entry])) return true;
    this.unkept.push(entry);
    return false;
  }

  remove(key) {
    this.unkept = this.unkept.filter((entry) => entry.key !== key);
    save(
      this.name,
      load(this.name, []).filter((entry) => entry.key !== key),
    );
  }
}

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;

/**
 * Questions on their way: each is sent with the same key until the server answers yes or no.
 *
 * `deliver(entry)` sends one; `accepted(entry, answer)` and `refused(entry, refusal)` tell its end.
 */
export class Outbox extends KeptList {
  constructor(room, { deliver, accepted, refused }) {
    super(`outbox.${room}`);
    this.deliver = deliver;
    this.accepted = accepted;
    this.refused = refused;
    this.wait = FIRST_WAIT;
    this.timer = 0;
    this.isBusy = false;
  }

  /** Send all that waits, one after the other; what cannot leave is tried again later. */
  async flush() {
    if (this.isBusy) return;
    this.isBusy = true;
    clearTimeout(this.timer);
    let entry;
    while ((entry = this.all[0])) {
      if (!(await this.settle(entry))) {
        this.timer = setTimeout(() => this.flush(), this.wait * (0.5 + Math.random()));
        this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
        break;
      }
      this.wait = FIRST_WAIT;
    }
    this.isBusy = false;
  }

  /** Send one entry and say whether the server answered. */
  async settle(entry) {
    try {
      const answer = await this.deliver(entry);
      this.accepted(entry, answer);
    } catch (error) {
      if (error.code === undefined) return false;
      this.refused(entry, error);
    }
    this.remove(entry.key);
    return true;
  }
}
