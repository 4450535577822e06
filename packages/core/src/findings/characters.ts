import { isWord } from './automaton.ts';
import type { Refuse } from './refusal.ts';

/** Flags of a regular expression. */
export interface PatternFlags {
  readonly i?: boolean;
  readonly m?: boolean;
  readonly s?: boolean;
}

/** Whether a character is accepted. */
export type Accepts = (code: number) => boolean;

/** How far an expression has been read. */
export interface Reader {
  readonly source: string;
  at: number;
  readonly flags: PatternFlags;
  readonly refuse: Refuse;
}

const isDigit: Accepts = (code) => code >= 48 && code <= 57;
const isSpace: Accepts = (code) => /\s/.test(String.fromCharCode(code));
const not =
  (accepts: Accepts): Accepts =>
  (code) =>
    !accepts(code);
const CLASSES: Readonly<Record<string, Accepts>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', 0: '\0' };

const CODE = /^(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4}))/;

/** What follows a backslash, in a class and outside. */
export function escapedCharacter(reader: Reader): Accepts {
  const { source } = reader;
  const sign = source.charAt(reader.at);
  const [whole = sign, two, four = ''] = CODE.exec(source.slice(reader.at, reader.at + 5)) ?? [];
  reader.at += whole.length;
  if (whole.length > 1) return equals(String.fromCharCode(Number.parseInt(two ?? four, 16)));
  return CLASSES[sign] ?? equals(CONTROLS[sign] ?? itself(sign, reader));
}

/** A sign that stands for itself. A letter might mean something to others. */
function itself(sign: string, { refuse }: Reader): string {
  if (/[1-9k]/.test(sign))
    throw refuse(`the backreference \\${sign} cannot be matched in linear time`, 'Use two rules.');
  if (sign !== '' && !/[A-Za-z]/.test(sign)) return sign;
  throw refuse(`\\${sign} is not supported`, 'Use \\d, \\w, \\s, \\b or a class such as [a-z].');
}

export function set(reader: Reader): Accepts {
  const { source, refuse } = reader;
  const isNegated = source[reader.at] === '^';
  if (isNegated) reader.at += 1;
  const members: Accepts[] = [];
  for (let first = true; first || source[reader.at] !== ']'; first = false) {
    if (reader.at >= source.length) throw refuse('a ] is missing', 'Close the class, or write \\[.');
    members.push(member(reader));
  }
  reader.at += 1;
  const accepts = anyCase((code) => members.some((one) => one(code)), reader);
  return isNegated ? not(accepts) : accepts;
}

/** A character, a range of characters or an escape. */
function member(reader: Reader): Accepts {
  const { source } = reader;
  const [range, from = '', to = ''] = /^([^\\])-([^\]\\])/.exec(source.slice(reader.at, reader.at + 3)) ?? [];
  if (range !== undefined) {
    reader.at += range.length;
    return (code) => code >= from.charCodeAt(0) && code <= to.charCodeAt(0);
  }
  const sign = source.charAt(reader.at);
  reader.at += 1;
  return sign === '\\' ? escapedCharacter(reader) : equals(sign);
}

export function equals(sign: string): Accepts {
  const wanted = sign.charCodeAt(0);
  return (code) => code === wanted;
}

/** Without regard to case, if the flag says so. */
export function anyCase(accepts: Accepts, { flags }: Reader): Accepts {
  if (flags.i !== true) return accepts;
  return (code) => {
    const sign = String.fromCharCode(code);
    return accepts(code) || accepts(sign.toLowerCase().charCodeAt(0)) || accepts(sign.toUpperCase().charCodeAt(0));
  };
}
