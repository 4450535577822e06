import type { Assignment } from './assignment.ts';
import { KEY, KEY_STARTS } from './makers.ts';
import { PATTERNS } from './patterns.ts';
import { CAPITALS } from './random.ts';
import { ODD_UNITS } from './seen.ts';
import { unitAt } from '../unit-at.ts';

/** Known API keys have at least this many characters in one piece. */
const KEY_LENGTH = 16;
/** The minimum length of a random value in hexadecimal, and of any other random value. */
const HEX_LENGTH = 32;
const RANDOM_LENGTH = 40;

// Roles of a character: part of a key or random value; letter or digit; part of a hexadecimal id; first and second
// character of a pair that may start something worth scanning for, which one shift compares; reason enough to scan.
const PIECE = 1;
const SOLID = 2;
const HEX = 4;
const FIRST = 8;
const SECOND = FIRST << 1;
const ALARM = 32;

/** What to scan for, by a pair of characters that gives it away and the offset of that pair. */
const BEGINNINGS: readonly (readonly [pairs: readonly string[], behind: number, patterns: readonly Assignment[]])[] = [
  [[': ', ':\t'], 0, [PATTERNS.header]],
  [[':/'], 0, [PATTERNS.address]],
  [[':A'], 0, [PATTERNS.marked]],
  [['_m'], 0, [PATTERNS.marked]],
  [['sv'], '.atla'.length, [PATTERNS.marked]],
  [quotes(' \t\n\v\f\r'), 0, [PATTERNS.quoted, PATTERNS.pair]],
  [quotes(':='), 0, [PATTERNS.quoted]],
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
  [['sc', 'Sc', 'sC', 'SC'], 'pas'.length, [PATTERNS.said]],
  [['od'], 1, [PATTERNS.passcode]],
  [['OT', 'PI'], 0, [PATTERNS.passcode]],
  [['yo'], ' is '.length, [PATTERNS.given]],
];

// Indexed by UTF-16 code unit. The table is complete, so that lookups need no bounds check.
const ROLES = new Uint8Array(0x1_0000);
addRole(PIECE | SOLID, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
addRole(PIECE, '_+/-');
addRole(HEX, 'abcdefABCDEF0123456789-');
addRole(ALARM, '=<\\%&~|');
for (const [first, last] of ODD_UNITS) for (let unit = first; unit <= last; unit += 1) addUnit(ALARM, unit);

const ALL_PAIRS = 0x4000;
// Indexed by a pair of ASCII characters: the number of the entry in BEGINNINGS, starting at 1.
const PAIRS = new Uint8Array(ALL_PAIRS);
for (const [index, [pairs]] of BEGINNINGS.entries()) {
  for (const pair of pairs) {
    addRole(FIRST, pair.charAt(0));
    addRole(SECOND, pair.charAt(1));
    PAIRS[pairOf(pair, 0)] = index + 1;
  }
}

function quotes(seconds: string): string[] {
  return Array.from(seconds).flatMap((second) => [`"${second}`, `'${second}`]);
}

/** The number of two characters of a text. Others than ASCII share numbers, so it is a hint and no proof. */
function pairOf(text: string, at: number): number {
  return ((unitAt(text, at) << 7) | (unitAt(text, at + 1) & 0x7f)) & (ALL_PAIRS - 1);
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
  for (let at = 0; at < length; at += 1) {
    const role = roleOf(unitAt(text, at));
    if ((role & (ALARM | ((before & FIRST) << 1))) !== 0 && isReason(role, text, at)) return true;
    before = role;
    if ((role & PIECE) !== 0) {
      common &= role;
      continue;
    }
    if (mayBeRandom(text, start, at)) return true;
    mayHoldKey ||= mayBeKey(text, start, at, common);
    start = at + 1;
    common = HEX;
  }
  return mayBeRandom(text, start, length) || ((mayHoldKey || mayBeKey(text, start, length, common)) && holdsKey(text));
}

function roleOf(unit: number): number {
  return ROLES[unit] ?? 0;
}

/** For a character that is reason enough, or the second of two that may be a pair. */
function isReason(role: number, text: string, at: number): boolean {
  if (role >= ALARM) return true;
  const found = TRIES[PAIRS[pairOf(text, at - 1)] ?? 0];
  return found !== undefined && found(text, at - 1);
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

/** Any long run may be random. A shorter one only if it is in one piece, which UUIDs and paths are not. */
function mayBeRandom(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < HEX_LENGTH) return false;
  if (length >= RANDOM_LENGTH) return true;
  return isSolid(text, end - HEX_LENGTH, start + HEX_LENGTH) && isRandom(text.slice(start, end));
}

/** Whatever has 32 characters in so short a run contains its middle. */
function isSolid(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if ((roleOf(unitAt(text, at)) & SOLID) === 0) return false;
  return true;
}

const HEX_RUN = /[\da-f]{32}/i;

function isRandom(piece: string): boolean {
  return HEX_RUN.test(piece) || CAPITALS.test(piece);
}

/** What looks like an id may be the beginning of a key; or, after a dot, the rest of one: `ya29.…`, `SG.….…`. */
function mayBeKey(text: string, start: number, end: number, common: number): boolean {
  if (end - start < KEY_LENGTH) return false;
  if (common === 0 || KEY_PAIRS[pairOf(text, start)] !== 0) return true;
  return start > 0 && '.!'.includes(text.charAt(start - 1));
}

// How keys start, by their first two characters; and, indexed by those, the number of the entry.
const STARTS = [...Map.groupBy(KEY_STARTS, (start) => start.slice(0, 2)).values()];
const KEY_PAIRS = new Uint8Array(ALL_PAIRS);
for (const [index, [start = '']] of STARTS.entries()) {
  KEY_PAIRS[pairOf(start, 0)] = index + 1;
}

const KEY_HERE = new RegExp(KEY, 'y');

/** Whether the text contains a known API key, tried wherever one can start. */
function holdsKey(text: string): boolean {
  let before = 0;
  for (let at = 0; at <= text.length - KEY_LENGTH; at += 1) {
    const isInside = (before & SOLID) !== 0;
    before = roleOf(unitAt(text, at));
    const found = isInside ? 0 : (KEY_PAIRS[pairOf(text, at)] ?? 0);
    if (found === 0 || !startsOneOf(STARTS[found - 1] ?? [], text, at)) continue;
    KEY_HERE.lastIndex = at;
    if (KEY_HERE.test(text)) return true;
  }
  return false;
}

function startsOneOf(starts: readonly string[], text: string, at: number): boolean {
  for (const start of starts) if (text.startsWith(start, at)) return true;
  return false;
}
