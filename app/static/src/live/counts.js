import { counted } from './words.js';

/** Write the numbers of supports in place, for the eye and for the ear. */
export function writeVotes(samples, counts) {
  for (const [id, votes] of counts) {
    const words = counted(samples, votes);
    const place = document.getElementById(`votes-${id}`);
    if (place) {
      place.firstElementChild.textContent = votes;
      place.lastElementChild.textContent = words;
    }
    for (const note of document.querySelectorAll(`[data-votes-of="${id}"]`)) note.textContent = words;
  }
}
