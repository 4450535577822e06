/** A kind of characters, and how the first of another kind is found. */
export interface RunKind {
  readonly has: (unit: number) => boolean;
  readonly others: RegExp;
}

/** A stretch of characters of one kind. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * The next stretch of at least so many characters of a kind. Looks at one character in so many first: of a stretch that
 * is long enough one of them is a part, and most of a text is never looked at.
 */
export function findRun(text: string, length: number, { has, others }: RunKind, from = 0): Run | undefined {
  for (let at = from + length - 1; at < text.length; at += length) {
    if (!has(text.charCodeAt(at))) continue;
    let [start, end] = [at, at + 1];
    while (start > from && has(text.charCodeAt(start - 1))) start -= 1;
    while (end < text.length && end - start < length && has(text.charCodeAt(end))) end += 1;
    if (end - start >= length) return { start, end: firstOf(others, text, end) };
    // What follows the stretch is none, so the next may begin behind that.
    at = end;
  }
  return undefined;
}

/** Where the first match of a global pattern begins, or the end of the text. Over millions of characters a loop is slow. */
export function firstOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  return found === null ? text.length : found.index;
}
