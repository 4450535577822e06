import type { Assignment } from './assignment.ts';
import { KEY, KEY_PAIRS } from './makers.ts';
import { PATTERNS } from './patterns.ts';
import { CAPITALS } from './random.ts';
import { ODD_UNITS } from './seen.ts';

/** Known API keys have at least this many characters in one piece. */
const KEY_LENGTH = 16;
/** The minimum length of a random value in hexadecimal, and of any other random value. */
const HEX_LENGTH = 32;
const RANDOM_LENGTH = 40;
const UUID_LENGTH = 36;

// Roles of a character: part of a key or random value; part of a hexadecimal id; first and second character of a pair
// that may start something worth scanning for; reason enough to scan.
const PIECE = 1;
const HEX = 2;
const FIRST = 4;
const SECOND = 8;
const ALARM = 16;

/** What to scan for, by a pair of characters that gives it away and the offset of that pair. */
const BEGINNINGS: readonly (readonly [pairs: readonly string[], behind: number, patterns: readonly Assignment[]])[] = [
  [[': ', ':\t'], 0, [PATTERNS.header]],
  [[':/'], 0, [PATTERNS.address]],
  [[':A'], 0, [PATTERNS.marked]],
  [['_m'], 0, [PATTERNS.marked]],
  [['sv'], '.atla'.length, [PATTERNS.marked]],
  [quotes(' :=\t\n\v\f\r'), 0, [PATTERNS.quoted, PATTERNS.pair]],
  [quotes(','), 0, [PATTERNS.pair]],
  [['ge'], ' chan'.length, [PATTERNS.sentence]],
  [['yJ', 'yA', 'yI'], 1, [PATTERNS.jwt, PATTERNS.encoded]],
  [['be', 'Be', 'BE'], 0, [PATTERNS.bearer]],
  [['ba', 'Ba', 'BA'], 0, [PATTERNS.basic]],
  [['-B'], '----'.length, [PATTERNS.block]],
  [['--'], 0, [PATTERNS.option]],
  [['-u', '-p'], 0, [PATTERNS.login]],
  [['wo', 'WO'], 'pass'.length, [PATTERNS.said]],
  [['ph', 'PH'], 'pass'.length, [PATTERNS.said]],
  [['sc', 'sC', 'SC'], 'pas'.length, [PATTERNS.said]],
  [['od'], 1, [PATTERNS.passcode]],
  [['OT', 'PI'], 0, [PATTERNS.passcode]],
  [['yo'], ' is '.length, [PATTERNS.given]],
];

// Indexed by UTF-16 code unit. The table is complete, so that lookups need no bounds check.
const ROLES = new Uint8Array(0x1_0000);
addRole(PIECE, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+/-');
addRole(HEX, 'abcdefABCDEF0123456789-');
addRole(ALARM, '=<\\%&~|');
for (const [first, last] of ODD_UNITS) for (let unit = first; unit <= last; unit += 1) addUnit(ALARM, unit);

// Indexed by a pair of ASCII characters: the number of the entry in BEGINNINGS, starting at 1.
const PAIRS = new Uint8Array(0x4000);
for (const [index, [pairs]] of BEGINNINGS.entries()) {
  for (const pair of pairs) {
    addRole(FIRST, pair.charAt(0));
    addRole(SECOND, pair.charAt(1));
    PAIRS[indexOf(pair.charCodeAt(0), pair.charCodeAt(1))] = index + 1;
  }
}

function quotes(seconds: string): string[] {
  return Array.from(seconds).flatMap((second) => [`"${second}`, `'${second}`]);
}

function indexOf(first: number, second: number): number {
  return (first << 7) | second;
}

function addRole(role: number, characters: string): void {
  for (const character of characters) addUnit(role, character.charCodeAt(0));
}

function addUnit(role: number, unit: number): void {
  ROLES[unit] = (ROLES[unit] ?? 0) | role;
}

/**
 * Whether a text must be scanned for secrets. Most texts are names, ids, dates and short words, which a single pass
 * over the characters can rule out.
 */
export function isSuspicious(text: string): boolean {
  const { length } = text;
  let start = 0;
  let common = HEX;
  let before = 0;
  let mayHoldKey = false;
  for (let at = 0; at <= length; at += 1) {
    const role = at < length ? roleOf(text.charCodeAt(at)) : 0;
    if (role >= ALARM || isBeginning(before, role, text, at - 1)) return true;
    before = role;
    if ((role & PIECE) !== 0) {
      common &= role;
      continue;
    }
    if (at - start >= KEY_LENGTH) {
      if (mayBeRandom(text, start, at, common)) return true;
      mayHoldKey ||= mayBeKey(text, start, common);
    }
    start = at + 1;
    common = HEX;
  }
  return mayHoldKey && holdsKey(text);
}

function roleOf(unit: number): number {
  return ROLES[unit] ?? 0;
}

function isBeginning(first: number, second: number, text: string, at: number): boolean {
  if ((first & FIRST) === 0 || (second & SECOND) === 0) return false;
  const found = TRIES[PAIRS[indexOf(text.charCodeAt(at), text.charCodeAt(at + 1))] ?? 0];
  return found !== undefined && found(text, at);
}

const TRIES = [undefined, ...BEGINNINGS.map(([, behind, patterns]) => tries(behind, patterns))];

/** Tests whether a secret starts here, with the same patterns as a full scan. */
function tries(behind: number, patterns: readonly Assignment[]): (text: string, at: number) => boolean {
  const sticky = patterns.map(({ pattern, read }) => ({ pattern: new RegExp(pattern, 'y'), read }));
  return (text, at) => sticky.some((one) => finds(one, text, at - behind));
}

function finds({ pattern, read }: Assignment, text: string, start: number): boolean {
  if (start < 0) return false;
  pattern.lastIndex = start;
  return pattern.test(text) && read({ text, start, end: pattern.lastIndex }) !== undefined;
}

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/iy;
const HEX_RUN = /[\da-f]{32}/i;

/** Any long run may be random, except for ids that look random but are meant to be read. */
function mayBeRandom(text: string, start: number, end: number, common: number): boolean {
  const length = end - start;
  if (length < HEX_LENGTH) return false;
  if (length >= RANDOM_LENGTH) return true;
  UUID.lastIndex = start;
  if (common !== 0 && length === UUID_LENGTH && UUID.test(text)) return false;
  const piece = text.slice(start, end);
  return HEX_RUN.test(piece) || CAPITALS.test(piece);
}

/** After a dot, what looks like an id may be the rest of a key: `ya29.…`, `SG.….…`. */
function mayBeKey(text: string, start: number, common: number): boolean {
  return common === 0 || '.!'.includes(text.charAt(start - 1));
}

const KEY_STARTS = new Uint8Array(0x4000);
for (const pair of KEY_PAIRS) KEY_STARTS[indexOf(pair.charCodeAt(0), pair.charCodeAt(1))] = 1;

const KEY_HERE = new RegExp(KEY, 'y');

/** Whether the text contains a known API key, tried wherever one can start. */
function holdsKey(text: string): boolean {
  for (let at = 0; at <= text.length - KEY_LENGTH; at += 1) {
    const first = text.charCodeAt(at);
    if (first > 0x7f || KEY_STARTS[indexOf(first, text.charCodeAt(at + 1) & 0x7f)] !== 1) continue;
    KEY_HERE.lastIndex = at;
    if (KEY_HERE.test(text)) return true;
  }
  return false;
}
