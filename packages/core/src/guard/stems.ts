import { unitAt } from '../unit-at.ts';

/** A space, and the letters of ASCII without case. Anything else counts as a space. */
const SYMBOLS = 27;
const SPACE = 0;

/** The steps of an Aho-Corasick automaton: each state is the longest part of a stem that the text ends with. */
type Steps = Uint16Array;

/** In place of the next state: a stem is complete. */
const FOUND = 0xffff;

/**
 * Finds out whether a text has one of the stems, in one pass. A space in a stem stands for any run of characters that are
 * no letters of ASCII, and for both ends of the text.
 */
export function stemFinder(stems: readonly string[]): (text: string) => boolean {
  let steps: Steps | undefined;
  return (text) => {
    const next = (steps ??= stepsOf(stems));
    let state = next[SPACE] ?? 0;
    for (let at = 0; at < text.length; at += 1) {
      state = next[state * SYMBOLS + (SYMBOL[unitAt(text, at)] ?? SPACE)] ?? 0;
      if (state === FOUND) return true;
    }
    return next[state * SYMBOLS + SPACE] === FOUND;
  };
}

// Indexed by character. Capital and small letters have the same symbol.
const SYMBOL = new Uint8Array(128);
for (let symbol = 1; symbol < SYMBOLS; symbol += 1) SYMBOL[64 + symbol] = SYMBOL[96 + symbol] = symbol;

function stepsOf(stems: readonly string[]): Steps {
  const most = stems.reduce((sum, stem) => sum + stem.length, 1);
  const next = new Uint16Array(most * SYMBOLS);
  const ends = new Set<number>();
  let states = 1;
  for (const stem of stems) {
    let state = 0;
    for (const character of stem) {
      const at = state * SYMBOLS + (SYMBOL[character.charCodeAt(0)] ?? SPACE);
      if (next[at] === 0) {
        next[at] = states;
        states += 1;
      }
      state = next[at] ?? 0;
    }
    ends.add(state);
  }
  goOn(next, ends);
  skipSpaces(next);
  return next.map((state) => (ends.has(state) ? FOUND : state));
}

/** Where a stem does not go on, another one that ends the same way may. From the shortest to the longest. */
function goOn(next: Steps, ends: Set<number>): void {
  const shorter = new Uint16Array(next.length / SYMBOLS);
  const states = [...next.subarray(0, SYMBOLS)].filter((state) => state !== 0);
  for (const state of states) {
    const fallback = shorter[state] ?? 0;
    if (ends.has(fallback)) ends.add(state);
    for (let symbol = 0; symbol < SYMBOLS; symbol += 1) {
      const at = state * SYMBOLS + symbol;
      const other = next[fallback * SYMBOLS + symbol] ?? 0;
      const child = next[at] ?? 0;
      if (child === 0) next[at] = other;
      else {
        shorter[child] = other;
        states.push(child);
      }
    }
  }
}

/** After something that is no letter, more of it changes nothing. */
function skipSpaces(next: Steps): void {
  for (let at = SPACE; at < next.length; at += SYMBOLS) {
    const state = next[at] ?? 0;
    if (state !== 0) next[state * SYMBOLS + SPACE] = state;
  }
}
