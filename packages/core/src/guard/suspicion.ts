import type { Assignment } from './assignments.ts';
import { PATTERNS } from './patterns.ts';
import { ODD_UNITS } from './seen.ts';

/** The key of a known maker has at least so many characters in one piece. */
const KEY_LENGTH = 16;
/** From here on a piece is random if it is hexadecimal, and from here on if it looks random at all. */
const HEX_LENGTH = 32;
const RANDOM_LENGTH = 40;
const UUID_LENGTH = 36;

// What a character can be: part of a key or of something random, part of a hexadecimal id, one of two that hardly ever
// follow each other and with which everything else begins that is searched for, reason enough for a search.
const PIECE = 1;
const HEX = 2;
const FIRST = 4;
const SECOND = 8;
const ALARM = 16;

// By UTF-16 unit. All are in the table, so that looking one up takes no check.
const ROLES = new Uint8Array(0x1_0000);
play(PIECE, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+/-');
play(HEX, 'abcdefABCDEF0123456789-');
play(FIRST, `:"'bBgy`);
play(SECOND, ' \t\n\v\f\r:/aeAEJ');
play(ALARM, '=<\\%&');
for (const [first, last] of ODD_UNITS) for (let unit = first; unit <= last; unit += 1) add(ALARM, unit);

function play(role: number, characters: string): void {
  for (const character of characters) add(role, character.charCodeAt(0));
}

function add(role: number, unit: number): void {
  ROLES[unit] = (ROLES[unit] ?? 0) | role;
}

/**
 * Whether a text has to be searched for secrets. Most texts are names, ids, dates and short words: one look at each
 * character tells that nothing can be found in them.
 */
export function isSuspicious(text: string): boolean {
  const { length } = text;
  let start = 0;
  let common = HEX;
  let before = 0;
  let mayHoldKey = false;
  for (let at = 0; at <= length; at += 1) {
    const role = at < length ? (ROLES[text.charCodeAt(at)] ?? 0) : 0;
    if (role >= ALARM || isBeginning(before, role, text, at - 1)) return true;
    before = role;
    if ((role & PIECE) !== 0) {
      common &= role;
      continue;
    }
    if (mayBeRandom(text, start, at, common)) return true;
    mayHoldKey ||= mayBeKey(text, start, at, common);
    start = at + 1;
    common = HEX;
  }
  return mayHoldKey && PATTERNS.known.pattern.test(text);
}

function isBeginning(first: number, second: number, text: string, at: number): boolean {
  return (first & FIRST) !== 0 && (second & SECOND) !== 0 && begins(text, at);
}

const HEADER = sticky(PATTERNS.header);
const LOGIN = sticky(PATTERNS.login);
const QUOTED = sticky(PATTERNS.quoted);
const SENTENCE = sticky(PATTERNS.sentence);
const JWT = sticky(PATTERNS.jwt);
const BEARER = sticky(PATTERNS.bearer);
const BASIC = sticky(PATTERNS.basic);

function sticky({ pattern, read }: Assignment): Assignment {
  return { pattern: new RegExp(pattern, 'y'), read };
}

/** Whether a secret begins here that its surroundings tell. The same patterns as in a search, tried where they can begin. */
function begins(text: string, at: number): boolean {
  switch (text.charAt(at)) {
    case ':':
      return finds(HEADER, text, at) || finds(LOGIN, text, at);
    case '"':
    case "'":
      return finds(QUOTED, text, at);
    case 'g':
      return finds(SENTENCE, text, at - ' chan'.length);
    case 'y':
      return finds(JWT, text, at - 1);
    default:
      return finds(BEARER, text, at) || finds(BASIC, text, at) || text.startsWith('BEGIN', at);
  }
}

function finds({ pattern, read }: Assignment, text: string, start: number): boolean {
  if (start < 0) return false;
  pattern.lastIndex = start;
  return pattern.test(text) && read({ text, start, end: pattern.lastIndex }) !== undefined;
}

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/iy;
const HEX_RUN = /[\da-f]{32}/i;

/** Everything long, but for ids that look random and are meant to be read. */
function mayBeRandom(text: string, start: number, end: number, common: number): boolean {
  const length = end - start;
  if (length < HEX_LENGTH) return false;
  if (length >= RANDOM_LENGTH) return true;
  UUID.lastIndex = start;
  if (common !== 0 && length === UUID_LENGTH && UUID.test(text)) return false;
  return HEX_RUN.test(text.slice(start, end));
}

/** After a dot, what looks like an id may be the rest of a key: `ya29.…`, `SG.….…`. */
function mayBeKey(text: string, start: number, end: number, common: number): boolean {
  return end - start >= KEY_LENGTH && (common === 0 || text.charAt(start - 1) === '.');
}
