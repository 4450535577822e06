import { substitute, type Unwrapped } from './escapes.ts';
import { INVISIBLE } from './text.ts';

const ODD = new RegExp(`(?![\\t\\n\\v\\f\\r\\u{85}])(?:${INVISIBLE}|[^\\S -~]|[\\u{FF01}-\\u{FF5E}])`, 'gu');
const ANY_ODD = new RegExp(ODD.source, 'u');
const FULL_WIDTH = 0xfee0;

/**
 * UTF-16 code units that make a text look different from how it is spelt, as inclusive ranges. Lone surrogates are
 * included, since they may be half of an invisible character. A literal list, because deriving it takes 20 ms at
 * startup.
 */
export const ODD_UNITS: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x08],
  [0x0e, 0x1f],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xd800, 0xf8ff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xff01, 0xff5e],
  [0xffa0, 0xffa0],
  [0xfff0, 0xffff],
];

/** Whether a text looks different from how it is spelt. */
export function isDisguised(text: string): boolean {
  return ANY_ODD.test(text);
}

/** The text as a reader sees it: nothing invisible, all whitespace as blanks, full-width letters as ASCII. */
export function seen(text: string): Unwrapped {
  return substitute(text, ODD, (character) => {
    const unit = character.charCodeAt(0);
    if (unit > 0xff00 && unit < 0xff5f) return String.fromCharCode(unit - FULL_WIDTH);
    return /\s/.test(character) && unit !== 0xfeff ? ' ' : '';
  });
}
