import { ASSIGNMENTS, type Assignment, type Found } from './assignments.ts';
import { MARKER, type Mark, type Span } from './marker.ts';
import { SECRET_SHAPES } from './secrets.ts';

/** Everything that a text is searched for, in the order in which it is tried. */
export const PATTERNS = {
  marker: { pattern: new RegExp(`${MARKER.source}={0,2}`), read: () => undefined },
  block: { pattern: /-----BEGIN[ +][A-Z0-9 +]{0,30}PRIVATE[ +]KEY(?:[ +]BLOCK)?-----/, read: readBlock },
  bearer: { pattern: /(?<![A-Za-z])(?:[Bb]earer|BEARER)[ \t+]{1,4}/, read: readBearer },
  basic: { pattern: /(?<![A-Za-z])(?:[Bb]asic|BASIC)[ \t+]{1,4}/, read: readBasic },
  login: { pattern: /:\/\/[^\s/?#@:"'<>]{0,128}:(?=[^\s/?#"'<>]{1,256}@)/, read: readLogin },
  jwt: { pattern: SECRET_SHAPES.jwt, read: (found) => spanOf(found, 'jwt') },
  known: { pattern: SECRET_SHAPES['api-key'], read: (found) => spanOf(found, 'api-key') },
  ...ASSIGNMENTS,
} as const satisfies Readonly<Record<string, Assignment>>;

function spanOf({ start, end }: Found, mark: Mark): Span {
  return { start, end, mark };
}

function readBlock({ text, start, end }: Found): Span {
  const close = text.indexOf('-----END', end);
  const last = close < 0 ? -1 : text.indexOf('-----', close + '-----END'.length);
  return { start, end: last < 0 ? text.length : last + '-----'.length, mark: 'private-key' };
}

// `Bearer authentication failed` is a sentence; a short value must look like none.
function readBearer({ text, end }: Found): Span | undefined {
  const value = valueAt(text, end, /[\w.~+/=-]+/y);
  const isSecret = value.length >= 16 || (value.length >= 6 && /\d|[a-z][A-Z]|\w[.~+/=-]+\w/.test(value));
  return isSecret ? { start: end, end: end + value.length, mark: 'bearer' } : undefined;
}

function readBasic({ text, end }: Found): Span | undefined {
  const value = valueAt(text, end, /[A-Za-z0-9+/]+={0,2}/y);
  const isSecret = value.length >= 24 || (value.length >= 8 && /[\d+/=]|[a-z][A-Z]/.test(value));
  return isSecret ? { start: end, end: end + value.length, mark: 'basic' } : undefined;
}

function readLogin({ text, end }: Found): Span {
  const value = valueAt(text, end, /[^\s/?#"'<>]{1,256}(?=@)/y);
  return { start: end, end: end + value.length, mark: 'password' };
}

function valueAt(text: string, at: number, pattern: RegExp): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
