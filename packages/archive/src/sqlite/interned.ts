import type { DatabaseSync } from 'node:sqlite';

/** Values that are kept once and named by a number. */
export interface Interned {
  /** The number of a value, made where there is none yet; null for what is absent. */
  readonly put: (value: unknown) => number | null;
  /** The number of a value that is there. */
  readonly known: (value: unknown) => number | undefined;
  /** The value of a number; undefined for null. */
  readonly get: (id: number | null) => unknown;
  /** The numbers of all values that pass. */
  readonly find: (passes: (value: unknown) => boolean) => number[];
  /** Forgets what was remembered: somebody else may have written, or what was written is rolled back. */
  readonly forget: () => void;
}

type InternedTable = 'words' | 'names' | 'actors' | 'targets';

/** So many are remembered; the rest is looked up. */
const REMEMBERED = 50_000;

export function createInterned(database: DatabaseSync, table: InternedTable): Interned {
  const insert = database.prepare(`insert into ${table}(text) values (?)`);
  const select = database.prepare(`select id from ${table} where text = ?`);
  const value = database.prepare(`select text from ${table} where id = ?`);
  const all = database.prepare(`select id, text from ${table}`);
  const ids = new Map<string, number>();
  const values = new Map<number, unknown>();

  function idOf(text: string): number {
    const id = Number(select.get(text)?.['id'] ?? insert.run(text).lastInsertRowid);
    if (ids.size >= REMEMBERED) ids.clear();
    ids.set(text, id);
    return id;
  }

  function valueOf(id: number): unknown {
    const read: unknown = JSON.parse(String(value.get(id)?.['text'] ?? '"?"'));
    if (values.size >= REMEMBERED) values.clear();
    values.set(id, read);
    return read;
  }

  return {
    put: (given) => {
      if (given === undefined) return null;
      const text = JSON.stringify(given);
      return ids.get(text) ?? idOf(text);
    },
    known: (given) => {
      const row = select.get(JSON.stringify(given));
      return row && Number(row['id']);
    },
    get: (id) => {
      if (id === null) return undefined;
      return values.has(id) ? values.get(id) : valueOf(id);
    },
    find: (passes) => {
      const found: number[] = [];
      for (const { id, text } of all.iterate()) if (passes(JSON.parse(String(text)))) found.push(Number(id));
      return found;
    },
    forget: () => {
      ids.clear();
      values.clear();
    },
  };
}
