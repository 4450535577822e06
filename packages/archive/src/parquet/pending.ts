import type { ColumnKind } from '../table.ts';
import type { Levels } from './pages.ts';

/** The values of the next page of a column. */
export interface Pending {
  readonly take: (value: string | readonly string[] | undefined) => void;
  readonly texts: readonly string[];
  readonly isFull: () => boolean;
  readonly levels: () => Levels;
  readonly absent: () => number;
}

/** The limits of a page. */
const MOST_VALUES = 20_000;
const MOST_CHARACTERS = 1_000_000;

export function createPending(kind: ColumnKind): Pending {
  const [texts, repeated, defined]: [string[], number[], number[]] = [[], [], []];
  let characters = 0;

  function takeOne(text: string | undefined, isRepeated: boolean): void {
    repeated.push(isRepeated ? 1 : 0);
    defined.push(text === undefined ? 0 : 1);
    if (text === undefined) return;
    texts.push(text);
    characters += text.length;
  }

  return {
    take: (value) => {
      if (typeof value !== 'object') takeOne(value, false);
      else if (value.length === 0) takeOne(undefined, false);
      else for (const [index, text] of value.entries()) takeOne(text, index > 0);
    },
    texts,
    isFull: () => defined.length >= MOST_VALUES || characters >= MOST_CHARACTERS,
    levels: () => ({
      repeated: kind === 'texts' ? repeated : undefined,
      defined: kind === 'texts' || kind === 'text?' ? defined : undefined,
      count: defined.length,
    }),
    absent: () => defined.length - texts.length,
  };
}
