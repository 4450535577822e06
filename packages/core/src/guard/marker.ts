import type { SecretKind } from './secrets.ts';

/** What a marker says: the kind of secret, and whether it was the value of a parameter in a text. */
export type Mark = SecretKind | `query:${SecretKind}`;

/** A stretch of a text that must go. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly mark: Mark;
}

/** A marker of ours, also inside a longer text. */
export const MARKER = /\[redacted:[a-z0-9:-]{1,32}\]/;

const WHOLE_MARKER = new RegExp(`^${MARKER.source}$`);

/** What stands where a secret was. It names the kind, so that a reader knows what is missing. */
export function marker(mark: Mark): string {
  return `[redacted:${mark}]`;
}

export function isMarker(text: string): boolean {
  return WHOLE_MARKER.test(text);
}

/** The text with a marker for every span. Of spans that overlap, the first names the marker. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  let clean = '';
  let done = 0;
  let last: Span | undefined;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (last !== undefined && span.start < done) {
      done = Math.max(done, span.end);
      continue;
    }
    clean += text.slice(done, span.start) + marker(span.mark);
    done = span.end;
    last = span;
  }
  return clean + text.slice(done);
}
