import type { AuditEvent } from '@trailhound/core';
import type { Column } from '../table.ts';
import { createDictionary } from './dictionary.ts';
import { ENCODING, indexPage, plainPage, type Page } from './pages.ts';
import { createPending } from './pending.ts';
import { byteArrays, times } from './plain.ts';
import { textRange, timeRange, type Range } from './range.ts';

/** A column of one row group, compressed. */
export interface Chunk {
  readonly pages: readonly Page[];
  readonly hasDictionary: boolean;
  readonly encodings: readonly number[];
  readonly values: number;
  readonly absent: number;
  readonly range: ReturnType<Range['ends']>;
}

/** A column of the row group that is being filled. Holds compressed pages and the values of at most one page. */
export interface ChunkBuilder {
  readonly add: (event: AuditEvent) => void;
  readonly finish: () => Chunk;
}

export function createChunk({ kind, of }: Column): ChunkBuilder {
  const isTime = kind === 'time';
  const range = isTime ? timeRange() : textRange();
  const dictionary = createDictionary(range);
  const encodings = new Set<number>([ENCODING.rle, ENCODING.plain]);
  const pages: Page[] = [];
  let [values, absent] = [0, 0];
  let pending = createPending(kind);
  let usesDictionary = !isTime;

  /** Once a page is smaller without the dictionary, later pages are not encoded with it either. */
  function pageOf(texts: readonly string[]): Page {
    if (texts.length > 0) usesDictionary &&= dictionary.isWorth(texts);
    const levels = pending.levels();
    if (!usesDictionary || texts.length === 0)
      return plainPage(levels, isTime ? times(texts, range) : byteArrays(texts, range));
    encodings.add(ENCODING.dictionary);
    const indices = texts.map((one) => dictionary.place(one));
    return indexPage(levels, indices, dictionary.size());
  }

  function flush(): void {
    const { count } = pending.levels();
    if (count === 0) return;
    pages.push(pageOf(pending.texts));
    values += count;
    absent += pending.absent();
    pending = createPending(kind);
  }

  return {
    add: (event) => {
      pending.take(of(event));
      if (pending.isFull()) flush();
    },
    finish: () => {
      flush();
      const hasDictionary = dictionary.size() > 0;
      if (hasDictionary) pages.unshift(dictionary.page());
      return { pages, hasDictionary, encodings: [...encodings], values, absent, range: range.ends() };
    },
  };
}
