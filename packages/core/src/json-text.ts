/** A piece of a text, from its first character to behind its last. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

const BACKSLASH = 0x5c;

/** What of a JSON text lies outside its strings. By hand: on texts of megabytes a regular expression runs out of stack. */
export function* outsideStrings(source: string): Generator<Piece, void, undefined> {
  let at = 0;
  for (let open = source.indexOf('"'); open >= 0; open = source.indexOf('"', at)) {
    yield { start: at, end: open };
    at = closingQuote(source, open) + 1;
  }
  yield { start: at, end: source.length };
}

function closingQuote(source: string, open: number): number {
  for (let close = source.indexOf('"', open + 1); close >= 0; close = source.indexOf('"', close + 1)) {
    let before = close;
    while (source.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    if ((close - before) % 2 === 0) return close;
  }
  return source.length;
}

/** The numbers between two places that lie outside of strings. */
export function* numbersIn(source: string, { start, end }: Piece): Generator<Piece, void, undefined> {
  for (let at = start; at < end; at += 1) {
    if (!isDigit(source.charCodeAt(at)) && source[at] !== '-') continue;
    const first = at;
    while (at < end && isInNumber(source.charCodeAt(at))) at += 1;
    yield { start: first, end: at };
  }
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

const MARKS = unitsOf('+-.eE');

function isInNumber(unit: number): boolean {
  return isDigit(unit) || MARKS.has(unit);
}

/** Whether a JSON text holds more values than that, roughly: every comma and every bracket that opens begins one. */
export function hasMoreValuesThan(most: number, source: string): boolean {
  // Nearly every text has fewer of these than that, even with those that stand inside of strings.
  let rough = 0;
  for (const mark of ',[{') rough += countOf(source, mark, most);
  if (rough <= most) return false;
  let count = 0;
  for (const { start, end } of outsideStrings(source)) {
    for (let at = start; at < end && count <= most; at += 1) if (BEGIN_VALUE.has(source.charCodeAt(at))) count += 1;
    if (count > most) return true;
  }
  return false;
}

function countOf(source: string, mark: string, most: number): number {
  let count = 0;
  for (let at = source.indexOf(mark); at >= 0 && count <= most; at = source.indexOf(mark, at + 1)) count += 1;
  return count;
}

const BEGIN_VALUE = unitsOf(',[{');

function unitsOf(marks: string): ReadonlySet<number> {
  return new Set(Array.from(marks, (mark) => mark.charCodeAt(0)));
}
