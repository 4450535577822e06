import type { Assignment, PatternMatch } from './assignment.ts';
import { ASSIGNMENTS } from './assignments.ts';
import { MARKER, type Mark, type TextSpan } from './marker.ts';
import { KEY, MARKED_KEY, startOfMarked } from './makers.ts';
import { PROSE } from './prose.ts';
import { JWT } from './secrets.ts';

const LONGEST_ENCODED = 8192;

/** Everything that a text is scanned for, in order of precedence. */
export const PATTERNS = {
  marker: { pattern: new RegExp(`${MARKER.source}={0,2}`), read: () => undefined },
  block: { pattern: /-----BEGIN[ +][A-Z0-9 +]{0,30}PRIVATE[ +]KEY(?:[ +]BLOCK)?-----/, read: readBlock },
  bearer: { pattern: /(?<![A-Za-z])(?:[Bb]earer|BEARER)[ \t+]{1,4}/, read: readBearer },
  basic: { pattern: /(?<![A-Za-z])(?:[Bb]asic|BASIC)[ \t+]{1,4}/, read: readBasic },
  // A port and a path are not a password, although a password may contain a slash.
  address: { pattern: /:\/\/[^\s/?#@:"'<>]{0,128}:(?!\d{1,5}\/)(?=[^\s?#"'<>]{1,256}@)/, read: readAddress },
  jwt: { pattern: JWT, read: (found) => spanOf(found, 'jwt') },
  key: { pattern: KEY, read: (found) => spanOf(found, 'api-key') },
  marked: { pattern: MARKED_KEY, read: readMarked },
  encoded: { pattern: /(?<![\w+/-])ey[AIJ][\w+/-]{10,}={0,2}/, read: readEncoded },
  ...PROSE,
  ...ASSIGNMENTS,
} as const satisfies Readonly<Record<string, Assignment>>;

function spanOf({ start, end }: PatternMatch, mark: Mark): TextSpan {
  return { start, end, mark };
}

function readBlock({ text, start, end }: PatternMatch): TextSpan {
  const close = text.indexOf('-----END', end);
  const last = close < 0 ? -1 : text.indexOf('-----', close + '-----END'.length);
  return { start, end: last < 0 ? text.length : last + '-----'.length, mark: 'private-key' };
}

// `Bearer authentication failed` is a sentence, so a short value must not look like a word.
function readBearer({ text, end }: PatternMatch): TextSpan | undefined {
  const value = valueAt(text, end, /[\w.~+/=-]+/y);
  const isSecret = value.length >= 16 || (value.length >= 6 && /\d|[a-z][A-Z]|\w[.~+/=-]+\w/.test(value));
  return isSecret ? { start: end, end: end + value.length, mark: 'bearer' } : undefined;
}

function readBasic({ text, end }: PatternMatch): TextSpan | undefined {
  const value = valueAt(text, end, /[A-Za-z0-9+/]+={0,2}/y);
  const isSecret = value.length >= 24 || (value.length >= 8 && /[\d+/=]|[a-z][A-Z]/.test(value));
  return isSecret ? { start: end, end: end + value.length, mark: 'basic' } : undefined;
}

function readAddress({ text, end }: PatternMatch): TextSpan {
  const value = valueAt(text, end, /[^\s?#"'<>]{1,256}(?=@)/y);
  return { start: end, end: end + value.length, mark: 'password' };
}

function readMarked({ text, start, end }: PatternMatch): TextSpan {
  return { start: startOfMarked(text, start), end, mark: 'api-key' };
}

/** Base64-encoded JSON, judged by its contents. */
function readEncoded({ text, start, end }: PatternMatch): TextSpan | undefined {
  if (end - start > LONGEST_ENCODED) return undefined;
  const encoded = text.slice(start, end).replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  const said = atob(encoded.slice(0, encoded.length - (encoded.length % 4 === 1 ? 1 : 0)));
  const { pattern, read } = ASSIGNMENTS.quoted;
  for (const found of said.matchAll(new RegExp(pattern, 'g'))) {
    const span = read({ text: said, start: found.index, end: found.index + found[0].length });
    if (span !== undefined) return spanOf({ text, start, end }, 'base64');
  }
  return undefined;
}

function valueAt(text: string, at: number, pattern: RegExp): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
