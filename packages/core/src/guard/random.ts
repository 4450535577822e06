import { findRun, type RunKind } from '../runs.ts';
import { isIdentifier } from './identifiers.ts';
import type { Mark, TextSpan } from './marker.ts';
import { meaning } from './names.ts';

const LONG = 32;
/** Letters, digits and `+/_-`. */
const TOKEN: RunKind = { has: isToken, others: /[^A-Za-z0-9+/_-]/g };
const LONGEST_NAME = 56;
const NAMED = /([A-Za-z][\w.-]{1,40})(\\?["']?[ \t]?[:=][ \t]?\\?["']?(?:W\/)?\\{0,3}["']?|[ /])$/;
// Ids that look random but are meant to be read: UUIDs and W3C trace context.
const IDENTIFIER =
  /(?<![0-9a-fA-F])(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})(?![0-9a-fA-F])/g;
const HEX = /[0-9a-fA-F]{32,}/g;
/** Letters of one case and digits in one piece of 32, as in key ids. */
export const CAPITALS = /(?<![A-Za-z0-9])(?=[A-Z]{0,31}\d)(?=\d{0,31}[A-Z])[A-Z0-9]{32}(?![A-Za-z0-9])/;
const ALL_CAPITALS = new RegExp(CAPITALS, 'g');
const WORD = /^[a-z]{4,}(?:[-_][a-z]+)*$/;
// Between delimiters any run of one kind is a word; in camelCase it also needs three letters and a vowel near its
// start.
const WORDS =
  /(?<![A-Za-z0-9])(?:[A-Z]?[a-z]+|[A-Z]+|\d+)(?![A-Za-z0-9])|(?=[A-Za-z][a-z]{0,3}[aeiouy])(?:[A-Z]?[a-z]{3,}|[A-Z][a-z]{2})/g;

/** Finds long runs that look random: 32 hexadecimal digits, or 40 characters of base64. */
export function* randomSpans(text: string): Generator<TextSpan> {
  for (let run = findRun(text, LONG, TOKEN); run !== undefined; run = findRun(text, LONG, TOKEN, run.end)) {
    const masked = text.slice(run.start, run.end).replace(IDENTIFIER, (id) => ' '.repeat(id.length));
    for (const part of masked.matchAll(/[^ ]{32,}/g)) {
      yield* judge(part[0], run.start + part.index).filter((found) => !isNamed(text, found));
    }
  }
}

/** Whether the name before it says that a random-looking value is a digest or an id. */
function isNamed(text: string, { start, end }: TextSpan): boolean {
  const [, name = '', separator = ''] = NAMED.exec(text.slice(Math.max(0, start - LONGEST_NAME), start)) ?? [];
  const { identifies } = meaning(name);
  if (identifies === 'id') return /[:=]/.test(separator) && isIdentifier(text.slice(start, end), 'id');
  return identifies === 'digest';
}

function isToken(unit: number): boolean {
  const isLetter = (unit | 32) >= 97 && (unit | 32) <= 122;
  return isLetter || (unit >= 47 && unit <= 57) || unit === 43 || unit === 45 || unit === 95;
}

function judge(run: string, offset: number): TextSpan[] {
  const found = [
    ...Array.from(run.matchAll(HEX), (hex) => span(hex, offset, 'hex')),
    ...Array.from(run.matchAll(ALL_CAPITALS), (capitals) => span(capitals, offset, 'base64')),
  ];
  if (found.length > 0) return found;
  // A path is judged by its segments, because many short ids in a row would look like one long secret.
  const pieces = run.matchAll(isPath(run) ? /[^/]{40,}/g : /.{40,}/g);
  return Array.from(pieces)
    .filter(([piece]) => looksRandom(piece))
    .map((piece) => span(piece, offset, 'base64'));
}

function isPath(run: string): boolean {
  const segments = run.split('/');
  return (run.startsWith('/') || segments.length > 3) && segments.some((segment) => WORD.test(segment));
}

function span(found: RegExpExecArray, offset: number, mark: Mark): TextSpan {
  const start = offset + found.index;
  return { start, end: start + found[0].length, mark };
}

/**
 * Names, paths and sentences contain words; random text does not. Text of a single case must be in one piece, since ids
 * joined with dashes or slashes contain no words either.
 */
function looksRandom(text: string): boolean {
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  if (!isMixed) return /[A-Za-z0-9]{40,}/.test(text) && /\d[A-Za-z_/+-]+\d/.test(text);
  return lengthOf(text, WORDS) < lengthOf(text, /[A-Za-z0-9]+/g) * 0.7;
}

function lengthOf(text: string, pattern: RegExp): number {
  let length = 0;
  for (const [found] of text.matchAll(pattern)) length += found.length;
  return length;
}
