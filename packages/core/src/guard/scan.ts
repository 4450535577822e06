import type { Assignment } from './assignments.ts';
import { hasEscapes, unwrap } from './escapes.ts';
import { replaceSpans, type Span } from './marker.ts';
import { PATTERNS } from './patterns.ts';
import { randomSpans } from './random.ts';
import { isSuspicious } from './suspicion.ts';

const LAYERS = 4;
const ROUNDS = 4;

const READERS = Object.values<Assignment>(PATTERNS);

// The only groups are these, so that the number of the group that took part is the number of the pattern.
const COMBINED = new RegExp(READERS.map(({ pattern }) => `(${pattern.source})`).join('|'), 'g');

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
    const span = READERS[found]?.read({ text, start: match.index, end });
    if (span !== undefined) yield span;
    at = Math.max(end, span?.end ?? end);
  }
}
