import { BEFORE, DISOBEY, OTHER_STEMS, SENTENCES, STEMS, WITHIN } from './orders.ts';
import { stemFinder } from './stems.ts';
import { INVISIBLE } from './text.ts';
import { isObject } from '../json.ts';
import { unitAt } from '../unit-at.ts';

const hasStem = stemFinder(STEMS);
const OTHER_STEM = new RegExp(OTHER_STEMS);
const GAP = `(?: (?!(?:${WITHIN}) )[^ ]+){0,3}?`;

const ORDERS = new RegExp(
  [
    ...DISOBEY.map(
      ({ verbs, which, orders }) =>
        `(?<!(?:${BEFORE}) )(?<!\\p{L})(?:${verbs}),?${GAP} (?:${which})${GAP} (?:${orders})(?!\\p{L}| (?:niet|nicht))`,
    ),
    ...SENTENCES.map((sentence) => `(?<![a-z])(?:${sentence})`),
  ].join('|'),
  'u',
);

/** Whether any text of a vendor's entry gives orders to an assistant that may read it. */
export function instructsReader(entry: unknown): boolean {
  if (typeof entry === 'string') return isOrder(entry);
  if (Array.isArray(entry)) return entry.some(instructsReader);
  if (!isObject(entry)) return false;
  for (const name in entry) if (instructsReader(entry[name])) return true;
  return false;
}

function isOrder(text: string): boolean {
  const kind = kindOf(text);
  if (kind === 'word' || (kind === 'ascii' && !hasStem(text))) return false;
  const plainly = folded(text);
  return (kind === 'ascii' || hasStem(plainly) || OTHER_STEM.test(plainly)) && ORDERS.test(plainly);
}

/** 1 for what ends a word: blanks, and what occurs in imitated marks, such as `<|im_start|>`. */
const ENDS_WORD = new Uint8Array(127).fill(1, 0, 33);
for (const mark of '<[\\_') ENDS_WORD[mark.charCodeAt(0)] = 1;

/** Ids, addresses and times are words. A loop, because most texts are so short that an expression takes longer. */
function kindOf(text: string): 'word' | 'ascii' | 'foreign' {
  let ends = 0;
  for (let at = 0; at < text.length; at += 1) {
    const end = ENDS_WORD[unitAt(text, at)];
    if (end === undefined) return 'foreign';
    ends |= end;
  }
  return ends === 0 ? 'word' : 'ascii';
}

const HIDDEN = new RegExp(INVISIBLE, 'gu');
/** Invisible twins of ASCII characters, which models read and people do not see. */
const TAGS = /[\u{E0020}-\u{E007E}]/gu;
const TO_ASCII = 0xe0000;
const ACCENTED = /[\u00C0-\u024F\u0400-\u04FF]/g;
const PAUSE = /[.!?;:,。，！？；：、\n\r]+(?=\s|$|\p{Lo})|(?<=\p{Lo})[.。，！？；：、]+|:+/gu;

/** Small letters without accents, words apart by one space, a comma for every pause. */
function folded(text: string): string {
  return text
    .replaceAll(TAGS, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? TO_ASCII) - TO_ASCII))
    .replaceAll(PAUSE, ', ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(HIDDEN, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(ACCENTED, (letter) => letter.normalize('NFD').charAt(0))
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N},'<|>[\]#/]+/gu, ' ')
    .replaceAll(/ ,/g, ',')
    .trim();
}
