import { counted } from './words.js';

/**
 * The numbers of supports, as they were told.
 *
 * A page that is drawn may have been read before the last number was told, and nothing would tell
 * that number again: so what was told is written over whatever is drawn. Where the drawing was the
 * newer one the next number is already on its way, for each change is told after it is made.
 */
export class Counts {
  constructor(samples) {
    this.samples = samples;
    this.told = new Map();
    document.addEventListener('toukanblon:drawn', (event) => this.write(event.target));
  }

  /** Keep and show numbers that were told: pairs of a question and its supports. */
  take(counts = []) {
    counts.forEach(([id, votes]) => this.told.set(id, votes));
    if (counts.length) this.write(document);
  }

  /** The link is down: until it is up again, pages are newer than what was told. */
  forget() {
    this.told.clear();
  }

  /** Write what was told in a part of the page, for the eye and for the ear. */
  write(part) {
    for (const place of part.querySelectorAll('[data-votes-of]')) {
      const votes = this.told.get(Number(place.dataset.votesOf));
      if (votes === undefined) continue;
      const words = counted(this.samples, votes);
      const [number, sentence] = place.children;
      if (number) number.textContent = votes;
      (sentence || place).textContent = words;
    }
  }
}
