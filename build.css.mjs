// Rewrites the few notations that a phone of 2018 (Chrome 70) would throw away.
import { transform } from 'esbuild';

const PAIRS = {
  'margin-inline': ['margin-inline-start', 'margin-inline-end'],
  'padding-inline': ['padding-inline-start', 'padding-inline-end'],
  'margin-block': ['margin-top', 'margin-bottom'],
  'padding-block': ['padding-top', 'padding-bottom'],
  'inset-inline': ['inset-inline-start', 'inset-inline-end'],
  'border-block': ['border-top', 'border-bottom'],
};
const WHOLE = new Set(['border-block']);
const BLOCK_SIDES = {
  'margin-block-start': 'margin-top',
  'margin-block-end': 'margin-bottom',
  'padding-block-start': 'padding-top',
  'padding-block-end': 'padding-bottom',
  'border-block-start': 'border-top',
  'border-block-end': 'border-bottom',
  'border-block-end-width': 'border-bottom-width',
  'inline-size': 'width',
  'block-size': 'height',
  'min-inline-size': 'min-width',
  'min-block-size': 'min-height',
  'max-inline-size': 'max-width',
  'max-block-size': 'max-height',
};

/** Cut a value on the spaces that stand outside parentheses. */
function words(value) {
  return value.match(/(?:[^\s()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g);
}

function declaration(line) {
  const found = /^(\s*)([a-z-]+):\s*(.*?)(\s*!important)?;$/.exec(line);
  if (!found) return line;
  const [, indent, property, value, important = ''] = found;
  if (PAIRS[property]) {
    const [first, second = first] = WHOLE.has(property) ? [value] : words(value);
    const [start, end] = PAIRS[property];
    return `${indent}${start}:${first}${important};${indent}${end}:${second}${important};`;
  }
  if (property === 'inset') {
    const [top, right = top, bottom = top, left = right] = words(value);
    return `${indent}top:${top};${indent}right:${right};${indent}bottom:${bottom};${indent}left:${left};`;
  }
  if (BLOCK_SIDES[property]) return `${indent}${BLOCK_SIDES[property]}:${value}${important};`;
  return line;
}

/** Give back minified CSS whose shorthands are understood since Chrome 70. */
export async function forOldPhones(css, target) {
  const lines = css.split('\n').map(declaration).join('\n');
  const { code } = await transform(lines, { loader: 'css', minify: true, target });
  return code;
}
