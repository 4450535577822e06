import type { DatabaseSync } from 'node:sqlite';

/** A preset dictionary for packing. */
interface Dictionary {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** The dictionaries of a file. Each log has a current one; older ones stay for the rows that need them. */
export interface Dictionaries {
  readonly current: (log: number) => Dictionary;
  /** Empty if there is none. */
  readonly bytes: (id: number) => Uint8Array;
  readonly add: (log: number, bytes: Uint8Array) => void;
  readonly forget: () => void;
}

const NONE: Dictionary = { id: 0, bytes: new Uint8Array() };

export function createDictionaries(database: DatabaseSync): Dictionaries {
  const insert = database.prepare('insert into dictionaries(log, bytes) values (?, ?)');
  const latest = database.prepare('select id, bytes from dictionaries where log = ? order by id desc limit 1');
  const select = database.prepare('select id, bytes from dictionaries where id = ?');
  const ofLogs = new Map<number, Dictionary>();
  const known = new Map<number, Dictionary>();
  return {
    current: (log) => {
      const found = ofLogs.get(log) ?? read(latest.get(log));
      if (found !== undefined) ofLogs.set(log, found);
      return found ?? NONE;
    },
    bytes: (id) => {
      const found = known.get(id) ?? read(select.get(id));
      if (found !== undefined) known.set(id, found);
      return (found ?? NONE).bytes;
    },
    add: (log, bytes) => {
      ofLogs.set(log, { id: Number(insert.run(log, bytes).lastInsertRowid), bytes });
    },
    forget: () => {
      ofLogs.clear();
      known.clear();
    },
  };
}

function read(row: Record<string, unknown> | undefined): Dictionary | undefined {
  return row && { id: Number(row['id']), bytes: row['bytes'] as Uint8Array };
}
