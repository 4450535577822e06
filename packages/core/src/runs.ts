/** A stretch of characters of one kind. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * The next stretch of at least so many characters of a kind. Looks at one character in so many first: of a stretch that
 * is long enough one of them is a part, and most of a text is never looked at.
 */
export function findRun(text: string, length: number, belongs: (unit: number) => boolean, from = 0): Run | undefined {
  for (let at = from + length - 1; at < text.length; at += length) {
    if (!belongs(text.charCodeAt(at))) continue;
    let [start, end] = [at, at + 1];
    while (start > from && belongs(text.charCodeAt(start - 1))) start -= 1;
    while (end < text.length && belongs(text.charCodeAt(end))) end += 1;
    if (end - start >= length) return { start, end };
    // What follows the stretch is none, so the next may begin behind that.
    at = end;
  }
  return undefined;
}
