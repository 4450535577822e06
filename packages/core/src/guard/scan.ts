import type { Assignment } from './assignment.ts';
import { rememberHarmless } from './harmless.ts';
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

// There are no other capturing groups, so the number of the group that matched is the number of the pattern.
const COMBINED = new RegExp(READERS.map(({ pattern }) => `(${pattern.source})`).join('|'), 'g');

const isHarmless = rememberHarmless((text) => !isSuspicious(text));

/** Removes the secrets from a text. Returns a text without secrets unchanged. */
export function scrub(text: string, fingerprint?: Fingerprint): string {
  let clean = text;
  // Replacing a secret may reveal another one next to it, so scan again.
  for (let round = 0; round < ROUNDS && !isHarmless(clean); round += 1) {
    const next = replaceSecrets(clean, secretsIn(clean), fingerprint);
    if (next === clean) break;
    clean = next;
  }
  return clean;
}

/**
 * Finds the secrets of a text: as it is, without invisible characters, and under each layer of escapes, which can hide
 * delimiters.
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

/** Whether a text contains something that is a secret by its format or context, and does not merely look random. */
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
