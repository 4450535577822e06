import type { Fingerprint } from './fingerprint.ts';
import type { SecretKind } from './secrets.ts';

/** What a marker says: the kind of secret, and whether it was the value of a parameter in a text. */
export type Mark = SecretKind | `query:${SecretKind}`;

/** A stretch of a text that must go. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly mark: Mark;
}

/** A stretch that must go, and what stands there once escapes and invisible characters are taken off. */
export interface Secret extends TextSpan {
  readonly said: string;
}

/** A marker of ours, also inside a longer text. */
export const MARKER = /\[redacted:[a-z0-9:-]{1,32}\]/;

const BARE_MARKER = /\[redacted:(?![a-z0-9:-]{1,32}:[0-9a-f]{4}\])[a-z0-9:-]{1,32}\]/;
const WHOLE_MARKER = new RegExp(`^${MARKER.source}$`);

/** What stands where a secret was. It names the kind, so that a reader knows what is missing, and tells secrets apart. */
export function marker(mark: Mark, secret: string, fingerprint?: Fingerprint): string {
  const digits = fingerprint?.(secret);
  return digits === undefined ? `[redacted:${mark}]` : `[redacted:${mark}:${digits}]`;
}

export function isMarker(text: string): boolean {
  return WHOLE_MARKER.test(text);
}

/** Whether a marker in the text does not say which secret it stands for. */
export function hasBareMarker(text: string): boolean {
  return BARE_MARKER.test(text);
}

/** The text with a marker for every secret. Of secrets that overlap, the first names the marker. */
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
