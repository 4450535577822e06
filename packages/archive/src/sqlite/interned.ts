import type { DatabaseSync } from 'node:sqlite';

/** Interned values: each is stored once and has a number. */
export interface Interned {
  /** The number of a value, created if necessary; null for an absent value. */
  readonly put: (value: unknown) => number | null;
  /** The number of a stored value. */
  readonly known: (value: unknown) => number | undefined;
  /** The value of a number, or undefined. */
  readonly get: (id: number | null | undefined) => unknown;
  /** The same as JSON. */
  readonly text: (id: number | null) => string | undefined;
  /** The numbers of all matching values. */
  readonly find: (passes: (value: unknown) => boolean) => number[];
  /** Clears the cache, after a rollback or when another process may have written. */
  readonly forget: () => void;
}

type InternedTable = 'words' | 'names' | 'actors' | 'targets';

/** Replaces the value of an unknown number, which means that somebody changed the file. */
const UNKNOWN = '"?"';
/** The size of the cache. */
const REMEMBERED = 50_000;

export function createInterned(database: DatabaseSync, table: InternedTable): Interned {
  const insert = database.prepare(`insert into ${table}(text) values (?)`);
  const select = database.prepare(`select id from ${table} where text = ?`);
  const read = database.prepare(`select text from ${table} where id = ?`);
  const all = database.prepare(`select id from ${table}`);
  const ids = remembering((text: string) => Number(select.get(text)?.['id'] ?? insert.run(text).lastInsertRowid));
  // Most values are strings: found without being written as JSON first.
  const strings = remembering((value: string) => ids.of(JSON.stringify(value)));
  const texts = remembering((id: number) => String(read.get(id)?.['text'] ?? UNKNOWN));
  const values = remembering((id: number): unknown => JSON.parse(texts.of(id)));
  return {
    put: (value) => {
      if (value === undefined) return null;
      return typeof value === 'string' ? strings.of(value) : ids.of(JSON.stringify(value));
    },
    known: (value) => {
      const row = select.get(JSON.stringify(value));
      return row && Number(row['id']);
    },
    get: (id) => (id === null || id === undefined ? undefined : values.of(id)),
    text: (id) => (id === null ? undefined : texts.of(id)),
    find: (passes) => {
      const every = all.all().map(({ id }) => Number(id));
      return every.filter((id) => passes(values.of(id)));
    },
    forget: () => {
      for (const one of [ids, strings, texts, values]) one.forget();
    },
  };
}

interface Remembered<K, V> {
  readonly of: (key: K) => V;
  readonly forget: () => void;
}

/** Caches lookups, up to a limit. */
function remembering<K, V>(look: (key: K) => V): Remembered<K, V> {
  const known = new Map<K, V>();
  return {
    of: (key) => {
      const found = known.get(key);
      if (found !== undefined) return found;
      const value = look(key);
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, value);
      return value;
    },
    forget: () => known.clear(),
  };
}
