import { dictionaryPage, type Page } from './pages.ts';
import { byteArrays } from './plain.ts';
import type { Range } from './range.ts';

/** The distinct values of a column in one row group. */
export interface ValueDictionary {
  readonly place: (text: string) => number;
  readonly size: () => number;
  /** Whether a page of these values is smaller with the dictionary than without. */
  readonly isWorth: (texts: readonly string[]) => boolean;
  readonly page: () => Page;
}

/** A larger dictionary saves nothing. */
const LARGEST = 1_000_000;

export function createDictionary(range: Range): ValueDictionary {
  const places = new Map<string, number>();
  let characters = 0;
  return {
    place: (text) => {
      const known = places.get(text);
      if (known !== undefined) return known;
      characters += text.length;
      places.set(text, places.size);
      return places.size - 1;
    },
    size: () => places.size,
    isWorth: (texts) => {
      const fresh = new Set(texts.filter((one) => !places.has(one)));
      return characters < LARGEST && fresh.size <= texts.length / 2;
    },
    page: () => dictionaryPage(places.size, byteArrays(places.keys(), range)),
  };
}
