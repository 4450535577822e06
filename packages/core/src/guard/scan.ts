import type { Assignment } from './assignments.ts';
import { hasEscapes, unwrap, type Unwrapped } from './escapes.ts';
import type { Fingerprint } from './fingerprint.ts';
import { replaceSecrets, type Secret, type TextSpan } from './marker.ts';
import { PATTERNS } from './patterns.ts';
import { randomSpans } from './random.ts';
import { isDisguised, seen } from './seen.ts';
import { isSuspicious } from './suspicion.ts';

const LAYERS = 4;
const ROUNDS = 4;

const READERS = Object.values<Assignment>(PATTERNS);

// The only groups are these, so that the number of the group that took part is the number of the pattern.
const COMBINED = new RegExp(READERS.map(({ pattern }) => `(${pattern.source})`).join('|'), 'g');

/** The text without the secrets in it. A text without secrets comes back as it is. */
export function scrub(text: string, fingerprint?: Fingerprint): string {
  let clean = text;
  // What a marker replaced may have kept its neighbours from being judged on their own.
  for (let round = 0; round < ROUNDS && isSuspicious(clean); round += 1) {
    const next = replaceSecrets(clean, secretsIn(clean), fingerprint);
    if (next === clean) break;
    clean = next;
  }
  return clean;
}

/**
 * The secrets of a text: as it stands, as it looks once what nobody sees is gone, and under each layer of escapes, where
 * delimiters hide.
 */
export function secretsIn(text: string, layers = LAYERS): Secret[] {
  const secrets = [...patternSpans(text), ...randomSpans(text)].map((span) => ({
    ...span,
    said: text.slice(span.start, span.end),
  }));
  if (layers === 0) return secrets;
  if (isDisguised(text)) secrets.push(...secretsUnder(text, seen(text), layers - 1));
  if (hasEscapes(text)) secrets.push(...secretsUnder(text, unwrap(text), layers - 1));
  return secrets;
}

function secretsUnder(text: string, { text: inner, origin }: Unwrapped, layers: number): Secret[] {
  return secretsIn(inner, layers).map(({ start, end, ...secret }) => ({
    ...secret,
    start: origin[start] ?? text.length,
    end: origin[end] ?? text.length,
  }));
}

/** Whether a text holds what is a secret by its form or its surroundings, not merely random. */
export function hasPattern(text: string): boolean {
  return patternSpans(text).next().done !== true;
}

function* patternSpans(text: string): Generator<TextSpan> {
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
