import { stringEnd } from './escapes.ts';
import { isMarker, type Mark, type Span } from './marker.ts';
import { meaning, parameterNamed, secretLabelled, secretNamed, secretOf } from './names.ts';
import type { SecretKind } from './secrets.ts';

/** What one pattern found in a text. */
export interface Found {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A place where a text gives a name a value: how it looks, and what of it is a secret. */
export interface Assignment {
  readonly pattern: RegExp;
  readonly read: (found: Found) => Span | undefined;
}

/** Every way in which bodies, URLs, headers and sentences give a name a value. */
export const ASSIGNMENTS = {
  part: {
    pattern: /[nN]ame="[^"\r\n]{1,64}"[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,200}\r?\n){0,3}\r?\n/,
    read: readPart,
  },
  tag: { pattern: /<[\w:.-]{1,64}>/, read: readTag },
  quoted: { pattern: /(?<!\\)["']\s{0,8}(?::|=>)\s{0,8}/, read: readQuoted },
  parameter: { pattern: /[ \t]{1,2}=[ \t]{1,2}|=/, read: readParameter },
  header: { pattern: /:[ \t]{1,4}/, read: readHeader },
  sentence: { pattern: /[ \t]changed from[ \t]/, read: readSentence },
} as const satisfies Readonly<Record<string, Assignment>>;

const LONGEST_NAME = 64;
const LABEL_REACH = 512;
const LABEL = /["'](\w{1,32})["']\s{0,8}:\s{0,8}["']([^"'\\]{1,64})["']/g;
const NAME_UNITS: ReadonlySet<number> = new Set(
  Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$~%[]-', (character) =>
    character.charCodeAt(0),
  ),
);
const ENCODED_DELIMITER = /%(?:25){0,8}(?:3[fFdD]|26|23)/;
const PARAMETER_START = /^[?&#;]?$/;
const LINE_START = /(?:^|[\r\n"'{,;])[ \t]{0,32}$/;
const UNQUOTED = /[^\s&"<>]*/y;
const SCALAR = /[^\s,}\]"']*/y;
const LINE = /[^\r\n]*/y;
const HEADER_LINE = /[^\r\n"']*/y;
const ELEMENT = /(?:<!\[CDATA\[)?[^<]*/y;

function readParameter({ text, start, end }: Found): Span | undefined {
  const written = nameBefore(text, start);
  const name = written.split(ENCODED_DELIMITER).at(-1) ?? '';
  const before = text.charAt(start - written.length - 1);
  const isParameter = name !== written || PARAMETER_START.test(before);
  const secret = isParameter ? parameterNamed(name) : secretNamed(name);
  return secret && (stringAt(text, end, `query:${secret}`) ?? value(text, end, UNQUOTED, `query:${secret}`));
}

function readQuoted({ text, start, end }: Found): Span | undefined {
  const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
  const open = before.lastIndexOf(text.charAt(start));
  const name = open < 0 ? '' : before.slice(open + 1);
  const secret = secretNamed(name) ?? (meaning(name).holds === 'value' ? labelBefore(text, start) : undefined);
  if (secret === undefined) return undefined;
  if (/[[{]/.test(text.charAt(end))) return span(text, end, bracketEnd(text, end), secret);
  return stringAt(text, end, secret) ?? value(text, end, SCALAR, secret);
}

/** The secret that the object around this place is about, when its name stands before its values. */
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

// Only where a line or a list begins: `API token: a new label` is how a vendor names what was changed.
function readHeader({ text, start, end }: Found): Span | undefined {
  const name = nameBefore(text, start);
  const secret = secretNamed(name);
  const from = start - name.length;
  if (secret === undefined || !LINE_START.test(text.slice(Math.max(0, from - 33), from))) return undefined;
  if (secret === 'authorization' || secret === 'cookie') return value(text, end, HEADER_LINE, secret);
  return stringAt(text, end, secret) ?? value(text, end, UNQUOTED, secret);
}

function readSentence({ text, start, end }: Found): Span | undefined {
  const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
  const line = before.slice(Math.max(before.lastIndexOf('\r'), before.lastIndexOf('\n')) + 1);
  const secret = secretLabelled(line);
  return secret && value(text, end, LINE, secret);
}

function readTag({ text, start, end }: Found): Span | undefined {
  const secret = secretNamed(text.slice(start + 1, end - 1));
  return secret && value(text, end, ELEMENT, secret);
}

function readPart({ text, start, end }: Found): Span | undefined {
  const nameStart = start + 'name="'.length;
  const secret = parameterNamed(text.slice(nameStart, text.indexOf('"', nameStart)));
  if (secret === undefined) return undefined;
  const boundary = text.indexOf('\n--', end);
  const stop = boundary < 0 ? text.length : boundary;
  return span(text, end, text.charAt(stop - 1) === '\r' ? stop - 1 : stop, secret);
}

function nameBefore(text: string, end: number): string {
  const before = text.slice(Math.max(0, end - LONGEST_NAME), end);
  let start = before.length;
  while (start > 0 && NAME_UNITS.has(before.charCodeAt(start - 1))) start -= 1;
  return before.slice(start);
}

function stringAt(text: string, start: number, mark: Mark): Span | undefined {
  const quote = text.charAt(start);
  return quote === '"' || quote === "'" ? span(text, start + 1, stringEnd(text, start), mark) : undefined;
}

function value(text: string, start: number, pattern: RegExp, mark: Mark): Span | undefined {
  pattern.lastIndex = start;
  return span(text, start, start + (pattern.exec(text)?.[0].length ?? 0), mark);
}

function span(text: string, start: number, end: number, mark: Mark): Span | undefined {
  const found = text.slice(start, end).trim();
  const isNothing = found === '' || isMarker(found) || /^(?:null|undefined|none|nil|\[\]|\{\})$/i.test(found);
  return isNothing ? undefined : { start, end, mark };
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
