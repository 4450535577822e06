/** A text with one layer of escapes removed, and the original position of each character. */
export interface Unwrapped {
  readonly text: string;
  readonly origin: readonly number[];
}

const ESCAPE =
  /%[0-7][0-9a-fA-F]|%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3}|\\u[0-9a-fA-F]{4}|\\[nrt"'\\/]|&(?:amp|quot|apos|lt|gt|#\d{2,3}|#[xX][0-9a-fA-F]{2});/g;
const ANY_ESCAPE = new RegExp(ESCAPE.source);
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

export function hasEscapes(text: string): boolean {
  return ANY_ESCAPE.test(text);
}

/** Removes one layer of percent encoding, string escapes or HTML entities. */
export function unwrap(text: string): Unwrapped {
  return substitute(text, ESCAPE, unescape);
}

/** Replaces each match of a pattern, and keeps track of positions. */
export function substitute(text: string, pattern: RegExp, replacement: (found: string) => string): Unwrapped {
  const origin: number[] = [];
  const pieces: string[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const character = replacement(found);
    pieces.push(text.slice(done, index), character);
    while (done < index) origin.push(done++);
    for (let unit = 0; unit < character.length; unit += 1) origin.push(index);
    done = index + found.length;
  }
  pieces.push(text.slice(done));
  while (done <= text.length) origin.push(done++);
  return { text: pieces.join(''), origin };
}

/** Where the string that starts here ends. A truncated string ends with the text. */
export function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== quote) at += text.charAt(at) === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

function unescape(escape: string): string {
  const second = escape.charAt(1);
  if (escape.startsWith('&')) return entity(escape.slice(1, -1));
  if (escape.startsWith('%')) return percentDecoded(escape);
  if (second === 'u') return String.fromCharCode(Number.parseInt(escape.slice(2), 16));
  return CONTROLS[second] ?? second;
}

/** Bytes that are not valid UTF-8 cannot be part of a name. */
function percentDecoded(escape: string): string {
  try {
    return decodeURIComponent(escape);
  } catch {
    return '\uFFFD';
  }
}

function entity(name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? '';
  return String.fromCharCode(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
}
