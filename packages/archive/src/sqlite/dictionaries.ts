import type { DatabaseSync } from 'node:sqlite';

/** A preset dictionary for packing. */
interface Dictionary {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** The dictionaries of a file. Each log has a current one; older ones stay for the rows that need them. */
export interface Dictionaries {
  readonly current: (log: number) => Dictionary;
  /** A dictionary, empty if there is none, and behind it a text. Valid until the next call. */
  readonly followedBy: (id: number, text: string) => Uint8Array;
  readonly add: (log: number, bytes: Uint8Array) => void;
  readonly forget: () => void;
}

/** For the text behind a dictionary. */
const ROOM = 4096;
const LONGEST_LETTER = 3;
const NONE: Dictionary = { id: 0, bytes: new Uint8Array() };

export function createDictionaries(database: DatabaseSync): Dictionaries {
  const insert = database.prepare('insert into dictionaries(log, bytes) values (?, ?)');
  const latest = database.prepare('select id, bytes from dictionaries where log = ? order by id desc limit 1');
  const select = database.prepare('select id, bytes from dictionaries where id = ?');
  const ofLogs = new Map<number, Dictionary>();
  const known = new Map<number, Buffer>();
  return {
    current: (log) => {
      const found = ofLogs.get(log) ?? read(latest.get(log));
      if (found !== undefined) ofLogs.set(log, found);
      return found ?? NONE;
    },
    followedBy: (id, text) => {
      const roomy = known.get(id) ?? withRoom(read(select.get(id)) ?? NONE);
      known.set(id, roomy);
      const end = roomy.length - ROOM;
      if (text.length * LONGEST_LETTER > ROOM) return Buffer.concat([roomy.subarray(0, end), Buffer.from(text)]);
      return roomy.subarray(0, end + roomy.write(text, end));
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

/** A buffer that is filled again for each row, because making one of several kilobytes takes longer. */
function withRoom({ bytes }: Dictionary): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(ROOM)]);
}
