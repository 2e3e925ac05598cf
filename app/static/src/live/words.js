/** Words come from the page: the server knows the languages, the scripts only fill in the numbers. */

// The numbers for which the server wrote a sample, those without a form of their own last.
const SAMPLES = [0, 1, 2, 3, 11, 100];
const PREFERRED = [1, 2, 3, 11, 100, 0];
const language = document.documentElement.lang;
const formats = { en: 'en-GB' }[language] || language; // as the server writes

/** Return the plural category of a number, guessed where the browser does not know the language. */
function category(number) {
  if (typeof Intl === 'object' && Intl.PluralRules) return new Intl.PluralRules(language).select(number);
  return number === 1 || (number === 0 && language === 'fr') ? 'one' : 'other';
}

/** Write `number` into the right one of the samples "0 x|1 x|2 x|3 x|11 x|100 x". */
export function counted(samples, number) {
  const like = PREFERRED.find((sample) => category(sample) === category(number));
  const sample = like === undefined ? 100 : like;
  const words = samples.split('|')[SAMPLES.indexOf(sample)] || '';
  return words.replace(String(sample), String(number));
}

/** Return what somebody wrote, its high punctuation never alone on a line. */
export const spoken = (body) => body.replace(/ ([?!:;])/g, '\u202f$1');

/** Write an instant as the server writes an hour: "9 h 30" in French. */
export function hour(moment, timeZone) {
  const format = (options) => new Intl.DateTimeFormat(formats, { timeZone, ...options }).format(moment);
  if (language !== 'fr') return format({ hour: 'numeric', minute: '2-digit' });
  return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).replace(/^0?(\d+):(\d+)/, '$1\u202fh\u202f$2');
}
