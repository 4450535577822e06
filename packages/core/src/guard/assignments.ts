import type { Assignment, PatternMatch } from './assignment.ts';
import { stringEnd } from './escapes.ts';
import { isMarker, type Mark, type TextSpan } from './marker.ts';
import { meaning, parameterNamed, secretLabelled, secretListed, secretNamed, secretOf } from './names.ts';
import { typed } from './prose.ts';
import type { SecretKind } from './secrets.ts';
import { isPublicValue } from './states.ts';
import { unitAt } from '../unit-at.ts';

/** Every syntax for assignments in bodies, URLs, headers and sentences. */
export const ASSIGNMENTS = {
  part: {
    pattern: /[nN]ame="[^"\r\n]{1,64}"[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,200}\r?\n){0,3}\r?\n/,
    read: readPart,
  },
  tag: { pattern: /<[\w:.-]{1,64}>/, read: readTag },
  quoted: { pattern: /(?<!\\)["']\s{0,8}(?::|=>)\s{0,8}/, read: readQuoted },
  parameter: { pattern: /[ \t]{1,2}=>?[ \t]{1,2}|=>?/, read: readParameter },
  pair: { pattern: /(?<!\\)["']\s{0,8},\s{0,8}(?=["'])/, read: readPair },
  header: { pattern: /:[ \t]{1,4}/, read: readHeader },
  sentence: { pattern: /[ \t]changed from[ \t]/, read: readSentence },
} as const satisfies Readonly<Record<string, Assignment>>;

const LONGEST_NAME = 64;
const LABEL_REACH = 512;
const LABEL = /["'](\w{1,32})["']\s{0,8}:\s{0,8}["']([^"'\\]{1,64})["']/g;
/** Letters of other scripts start here. */
const FIRST_FOREIGN = 0xc0;
const NAME_UNITS = new Uint8Array(FIRST_FOREIGN);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$~%[]-') {
  NAME_UNITS[character.charCodeAt(0)] = 1;
}
const ENCODED_DELIMITER = /%(?:25){0,8}(?:3[fFdD]|26|23)/;
/** Random letters before padding, not a name. */
const ENCODED = /^[A-Za-z0-9]{32,}$/;
const PARAMETER_START = /^[?&#;]?$/;
const LINE_START = /(?:^|[\r\n"'{,;])[ \t]{0,32}$/;
const UNQUOTED = /[^\s&"<>]*/y;
// A passphrase contains blanks and ends where the next assignment starts.
const PASSPHRASE = /[^\s&"<>]*(?: (?![\w.-]{1,64}[=:])[a-z]+(?=[ \r\n]|$)){0,12}/y;
const SCALAR = /[^\s,}\]"']*/y;
const LINE = /[^\r\n]*/y;
const HEADER_LINE = /[^\r\n"']*/y;
const ELEMENT = /(?:<!\[CDATA\[)?[^<]*/y;

function readParameter({ text, start, end }: PatternMatch): TextSpan | undefined {
  const written = nameBefore(text, start);
  const name = written.split(ENCODED_DELIMITER).at(-1) ?? '';
  if (ENCODED.test(name)) return undefined;
  const before = text.charAt(start - written.length - 1);
  const isParameter = name !== written || PARAMETER_START.test(before);
  const secret = isParameter ? parameterNamed(name) : secretNamed(name);
  if (secret === undefined) return undefined;
  const isLine =
    secret === 'password' &&
    LINE_START.test(text.slice(Math.max(0, start - written.length - 33), start - written.length));
  return stringAt(text, end, `query:${secret}`) ?? value(text, end, isLine ? PASSPHRASE : UNQUOTED, `query:${secret}`);
}

function readQuoted({ text, start, end }: PatternMatch): TextSpan | undefined {
  const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
  const open = before.lastIndexOf(text.charAt(start));
  const name = open < 0 ? '' : before.slice(open + 1);
  const secret = secretNamed(name) ?? (meaning(name).holds === 'value' ? labelBefore(text, start) : undefined);
  if (secret === undefined) return undefined;
  if (/[[{]/.test(text.charAt(end))) return span(text, end, bracketEnd(text, end), secret);
  return stringAt(text, end, secret) ?? value(text, end, SCALAR, secret);
}

/** The kind of secret that the surrounding object is about, if its name comes before its values. */
function labelBefore(text: string, start: number): SecretKind | undefined {
  const before = text.slice(Math.max(0, start - LABEL_REACH), start);
  const open = before.lastIndexOf('{');
  if (open < 0) return undefined;
  for (const [, member = '', label = ''] of before.slice(open).matchAll(LABEL)) {
    const secret = secretOf(member, label);
    if (secret !== undefined) return secret;
  }
  return undefined;
}

// At the start of a line or list, any value is taken. Elsewhere `API token: a new label` is how a vendor describes a
// change.
function readHeader({ text, start, end }: PatternMatch): TextSpan | undefined {
  const name = nameBefore(text, start);
  const secret = name === '' ? undefined : secretNamed(name);
  if (secret === undefined) return undefined;
  const from = start - name.length;
  if (!LINE_START.test(text.slice(Math.max(0, from - 33), from))) return typed(text, end, secret);
  if (secret === 'authorization' || secret === 'cookie') return value(text, end, HEADER_LINE, secret);
  return stringAt(text, end, secret) ?? value(text, end, UNQUOTED, secret);
}

function readSentence({ text, start, end }: PatternMatch): TextSpan | undefined {
  const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
  const line = before.slice(Math.max(before.lastIndexOf('\r'), before.lastIndexOf('\n')) + 1);
  const secret = secretLabelled(line);
  if (secret === undefined) return undefined;
  const found = value(text, end, LINE, secret);
  const sides = found === undefined ? [] : text.slice(found.start, found.end).split(/[ \t]to[ \t]/);
  return sides.every((side) => isPublicValue(side, secret)) ? undefined : found;
}

/** Alternating header names and values, as some programs list them. */
function readPair({ text, start, end }: PatternMatch): TextSpan | undefined {
  const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
  const name = before.slice(before.lastIndexOf(text.charAt(start)) + 1);
  const secret = secretListed(name);
  const found = secret && stringAt(text, end, secret);
  return found && secretListed(text.slice(found.start, found.end)) === undefined ? found : undefined;
}

function readTag({ text, start, end }: PatternMatch): TextSpan | undefined {
  const secret = secretNamed(text.slice(start + 1, end - 1));
  return secret && value(text, end, ELEMENT, secret);
}

function readPart({ text, start, end }: PatternMatch): TextSpan | undefined {
  const nameStart = start + 'name="'.length;
  const secret = parameterNamed(text.slice(nameStart, text.indexOf('"', nameStart)));
  if (secret === undefined) return undefined;
  const boundary = text.indexOf('\n--', end);
  const stop = boundary < 0 ? text.length : boundary;
  return span(text, end, text.charAt(stop - 1) === '\r' ? stop - 1 : stop, secret);
}

function nameBefore(text: string, end: number): string {
  const first = Math.max(0, end - LONGEST_NAME);
  let start = end;
  while (start > first && isNameUnit(unitAt(text, start - 1))) start -= 1;
  return text.slice(start, end);
}

function isNameUnit(unit: number): boolean {
  if (unit < FIRST_FOREIGN) return NAME_UNITS[unit] === 1;
  return unit < 0x2000 || unit >= 0x3040;
}

function stringAt(text: string, start: number, mark: Mark): TextSpan | undefined {
  const quote = text.charAt(start);
  return quote === '"' || quote === "'" ? span(text, start + 1, stringEnd(text, start), mark) : undefined;
}

function value(text: string, start: number, pattern: RegExp, mark: Mark): TextSpan | undefined {
  pattern.lastIndex = start;
  return span(text, start, start + (pattern.exec(text)?.[0].length ?? 0), mark);
}

function span(text: string, start: number, end: number, mark: Mark): TextSpan | undefined {
  const found = text.slice(start, end).trim();
  return isMarker(found) || isPublicValue(found, mark) ? undefined : { start, end, mark };
}

function bracketEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') at = stringEnd(text, at);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}
