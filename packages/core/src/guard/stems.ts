import { unitAt } from '../unit-at.ts';

/** A space, and the letters of ASCII without case. Anything else counts as a space. */
const SYMBOLS = 27;
const SPACE = 0;

/** The steps of an Aho-Corasick automaton: it has read the longest part of a stem that the text ends with. */
interface Automaton {
  readonly next: Uint16Array;
  /** 1 for the states in which a stem is complete. */
  readonly isEnd: Uint8Array;
}

/**
 * Finds out whether a text has one of the stems, in one pass. A space in a stem stands for any run of characters that are
 * no letters of ASCII, and for both ends of the text.
 */
export function stemFinder(stems: readonly string[]): (text: string) => boolean {
  let automaton: Automaton | undefined;
  return (text) => {
    const { next, isEnd } = (automaton ??= automatonOf(stems));
    let state = next[SPACE] ?? 0;
    let last = SPACE;
    for (let at = 0; at < text.length; at += 1) {
      const symbol = symbolOf(unitAt(text, at));
      if (symbol === SPACE && last === SPACE) continue;
      last = symbol;
      state = next[state * SYMBOLS + symbol] ?? 0;
      if (isEnd[state] === 1) return true;
    }
    return isEnd[next[state * SYMBOLS + SPACE] ?? 0] === 1;
  };
}

function symbolOf(code: number): number {
  // Capital and small letters of ASCII differ in one bit.
  const letter = (code | 32) - 96;
  return letter > 0 && letter < SYMBOLS ? letter : SPACE;
}

function automatonOf(stems: readonly string[]): Automaton {
  const most = stems.reduce((sum, stem) => sum + stem.length, 1);
  const next = new Uint16Array(most * SYMBOLS);
  const isEnd = new Uint8Array(most);
  let states = 1;
  for (const stem of stems) {
    let state = 0;
    for (const character of stem) {
      const at = state * SYMBOLS + symbolOf(character.charCodeAt(0));
      if (next[at] === 0) {
        next[at] = states;
        states += 1;
      }
      state = next[at] ?? 0;
    }
    isEnd[state] = 1;
  }
  goOn(next, isEnd);
  return { next, isEnd };
}

/** Where a stem does not go on, another one that ends the same way may. From the shortest to the longest. */
function goOn(next: Uint16Array, isEnd: Uint8Array): void {
  const shorter = new Uint16Array(isEnd.length);
  const states = [...next.subarray(0, SYMBOLS)].filter((state) => state !== 0);
  for (const state of states) {
    const fallback = shorter[state] ?? 0;
    if (isEnd[fallback] === 1) isEnd[state] = 1;
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
