import type { Fingerprint } from './fingerprint.ts';
import type { SecretKind } from './secrets.ts';

/** What a marker names: the kind of secret, and whether it was the value of a parameter in a text. */
export type Mark = SecretKind | `query:${SecretKind}`;

/** A range of a text that must be removed. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly mark: Mark;
}

/** A range that must be removed, with its text after escapes and invisible characters are removed. */
export interface Secret extends TextSpan {
  readonly said: string;
}

/** Matches our markers, also inside a longer text. */
export const MARKER = /\[redacted:[a-z0-9:-]{1,32}\]/;

const BARE_MARKER = /\[redacted:(?![a-z0-9:-]{1,32}:[0-9a-f]{4}\])[a-z0-9:-]{1,32}\]/;
const WHOLE_MARKER = new RegExp(`^${MARKER.source}$`);

/** The replacement of a secret. It names the kind, so that readers know what is missing, and tells secrets apart. */
export function marker(mark: Mark, secret: string, fingerprint?: Fingerprint): string {
  const digits = fingerprint?.(secret);
  return digits === undefined ? `[redacted:${mark}]` : `[redacted:${mark}:${digits}]`;
}

export function isMarker(text: string): boolean {
  return WHOLE_MARKER.test(text);
}

/** Whether a text has a marker without a fingerprint, which does not tell which secret it replaced. */
export function hasBareMarker(text: string): boolean {
  return BARE_MARKER.test(text);
}

/** Replaces every secret with a marker. Of overlapping secrets, the first one names the marker. */
export function replaceSecrets(text: string, secrets: readonly Secret[], fingerprint?: Fingerprint): string {
  let clean = '';
  let done = 0;
  let last: Secret | undefined;
  for (const secret of secrets.toSorted((a, b) => a.start - b.start)) {
    if (last !== undefined && secret.start < done) {
      done = Math.max(done, secret.end);
      continue;
    }
    clean += text.slice(done, secret.start) + marker(secret.mark, secret.said.trim(), fingerprint);
    done = secret.end;
    last = secret;
  }
  return clean + text.slice(done);
}
