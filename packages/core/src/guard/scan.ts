import { ASSIGNMENTS, type Assignment, type Found } from './assignments.ts';
import { hasEscapes, unwrap } from './escapes.ts';
import { MARKER, replaceSpans, type Mark, type Span } from './marker.ts';
import { randomSpans } from './random.ts';
import { SECRET_SHAPES } from './secrets.ts';
import { isSuspicious } from './suspicion.ts';

const LAYERS = 4;
const ROUNDS = 4;

const PATTERNS = Object.values<Assignment>({
  marker: { pattern: new RegExp(`${MARKER.source}={0,2}`), read: () => undefined },
  block: { pattern: /-----BEGIN[ +][A-Z0-9 +]{0,30}PRIVATE[ +]KEY(?:[ +]BLOCK)?-----/, read: readBlock },
  bearer: { pattern: /(?<![A-Za-z])(?:[Bb]earer|BEARER)[ \t+]{1,4}/, read: readBearer },
  basic: { pattern: /(?<![A-Za-z])(?:[Bb]asic|BASIC)[ \t+]{1,4}/, read: readBasic },
  login: { pattern: /:\/\/[^\s/?#@:"'<>]{0,128}:(?=[^\s/?#"'<>]{1,256}@)/, read: readLogin },
  jwt: { pattern: SECRET_SHAPES.jwt, read: (found) => spanOf(found, 'jwt') },
  known: { pattern: SECRET_SHAPES['api-key'], read: (found) => spanOf(found, 'api-key') },
  ...ASSIGNMENTS,
});

// The only groups are these, so that the number of the group that took part is the number of the pattern.
const COMBINED = new RegExp(PATTERNS.map(({ pattern }) => `(${pattern.source})`).join('|'), 'g');

/** The text without the secrets in it. A text without secrets comes back as it is. */
export function scrub(text: string): string {
  let clean = text;
  // What a marker replaced may have kept its neighbours from being judged on their own.
  for (let round = 0; round < ROUNDS && isSuspicious(clean); round += 1) {
    const next = replaceSpans(clean, spansIn(clean));
    if (next === clean) break;
    clean = next;
  }
  return clean;
}

/** The secrets of a text: as it stands, and under each layer of escapes, where delimiters hide. */
export function spansIn(text: string, layers = LAYERS): Span[] {
  const spans = [...patternSpans(text), ...randomSpans(text)];
  if (layers === 0 || !hasEscapes(text)) return spans;
  const { text: inner, origin } = unwrap(text);
  for (const { start, end, mark } of spansIn(inner, layers - 1)) {
    spans.push({ start: origin[start] ?? text.length, end: origin[end] ?? text.length, mark });
  }
  return spans;
}

function* patternSpans(text: string): Generator<Span> {
  let at = 0;
  for (;;) {
    COMBINED.lastIndex = at;
    const match = COMBINED.exec(text);
    if (match === null) return;
    const end = match.index + match[0].length;
    const found = match.indexOf(match[0], 1) - 1;
    const span = PATTERNS[found]?.read({ text, start: match.index, end });
    if (span !== undefined) yield span;
    at = Math.max(end, span?.end ?? end);
  }
}

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
