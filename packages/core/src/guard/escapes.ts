/** A text with one layer of escapes taken off, and where each of its characters stands in the original. */
interface Unwrapped {
  readonly text: string;
  readonly origin: readonly number[];
}

// Only what stands for ASCII: secrets hide behind escaped delimiters, not behind escaped letters of other scripts.
const ESCAPE = /%[0-7][0-9a-fA-F]|\\u00[0-7][0-9a-fA-F]|\\[nrt"'\\/]/g;
const ANY_ESCAPE = new RegExp(ESCAPE.source);
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export function hasEscapes(text: string): boolean {
  return ANY_ESCAPE.test(text);
}

/** Takes off one layer of percent encoding or of string escapes. */
export function unwrap(text: string): Unwrapped {
  const origin: number[] = [];
  const pieces: string[] = [];
  let done = 0;
  for (const { 0: escape, index } of text.matchAll(ESCAPE)) {
    pieces.push(text.slice(done, index), character(escape));
    while (done <= index) origin.push(done++);
    done = index + escape.length;
  }
  pieces.push(text.slice(done));
  while (done <= text.length) origin.push(done++);
  return { text: pieces.join(''), origin };
}

/** Where the string that opens here closes; a body that was cut off has no end. */
export function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== quote) at += text.charAt(at) === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

function character(escape: string): string {
  const second = escape.charAt(1);
  if (escape.startsWith('%')) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  if (second === 'u') return String.fromCharCode(Number.parseInt(escape.slice(2), 16));
  return CONTROLS[second] ?? second;
}
