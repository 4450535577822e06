import { SECRET_SHAPES } from './secrets.ts';

/** The key of a known maker has at least so many characters in one piece. */
const KEY_LENGTH = 16;
/** From here on a piece is judged by how random it looks. */
const RANDOM_LENGTH = 32;
const UUID_LENGTH = 36;

// What a character can be: part of a key or of something random, part of a hexadecimal id, the beginning of
// something that has to be looked at, reason enough for a search.
const PIECE = 1;
const HEX = 2;
const HINT = 4;
const ALARM = 8;

// By UTF-16 unit. All are in the table, so that looking one up takes no check.
const ROLES = new Uint8Array(0x1_0000);
play(PIECE, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+/-');
play(HEX, 'abcdefABCDEF0123456789-');
play(HINT, `:"'bBgJ`);
play(ALARM, '=<\\%');

function play(role: number, characters: string): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    ROLES[code] = (ROLES[code] ?? 0) | role;
  }
}

// Of words the letter that is rare: a blank or a vowel would call for a second look all the time.
const HINTS: Readonly<Record<string, RegExp>> = {
  ':': /:(?:[\s"']|\/\/[^\s/?#@:"'<>]{0,128}:)/y,
  '"': /"\s{0,8}:/y,
  "'": /'\s{0,8}:/y,
  b: /b(?:earer|asic)/y,
  B: /B(?:earer|EARER|asic|ASIC|EGIN)/y,
  g: /(?<=[ \t]chan)ged from[ \t]/y,
  J: /(?<=ey)J/y,
};

/**
 * Whether a text has to be searched for secrets. Most texts are names, ids, dates and short words: one look at each
 * character tells that nothing can be found in them.
 */
export function isSuspicious(text: string): boolean {
  let start = 0;
  let isHex = true;
  let mayHoldKey = false;
  for (let at = 0; at <= text.length; at += 1) {
    const role = roleAt(text, at);
    if (role >= HINT && isAlarming(role, text, at)) return true;
    if ((role & PIECE) !== 0) {
      isHex &&= (role & HEX) !== 0;
      continue;
    }
    if (mayBeRandom(text, start, at, isHex)) return true;
    mayHoldKey ||= mayBeKey(text, start, at, isHex);
    start = at + 1;
    isHex = true;
  }
  return mayHoldKey && SECRET_SHAPES['api-key'].test(text);
}

/** The end of the text is a character without a role. */
function roleAt(text: string, at: number): number {
  return (at < text.length ? ROLES[text.charCodeAt(at)] : 0) ?? 0;
}

function isAlarming(role: number, text: string, at: number): boolean {
  if ((role & ALARM) !== 0) return true;
  const hint = HINTS[text.charAt(at)];
  if (hint === undefined) return false;
  hint.lastIndex = at;
  return hint.test(text);
}

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/iy;

/** Everything long, but for ids that look random and are meant to be read. */
function mayBeRandom(text: string, start: number, end: number, isHex: boolean): boolean {
  if (end - start < RANDOM_LENGTH) return false;
  UUID.lastIndex = start;
  return !(isHex && end - start === UUID_LENGTH && UUID.test(text));
}

/** After a dot, what looks like an id may be the rest of a key: `ya29.…`, `SG.….…`. */
function mayBeKey(text: string, start: number, end: number, isHex: boolean): boolean {
  return end - start >= KEY_LENGTH && (!isHex || text.charAt(start - 1) === '.');
}
