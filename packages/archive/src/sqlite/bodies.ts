import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AuditEvent } from '@trailhound/core';
import type { Written } from '@trailhound/core/ledger';

/** What of an event is neither filtered by in columns nor counted: it is packed. */
const PACKED = ['message', 'changes', 'nativeId', 'requestId', 'raw'] as const satisfies readonly (keyof AuditEvent)[];

/** The packed fields as JSON. */
export type Body = Pick<Written, (typeof PACKED)[number]>;

/** A packed body, and the dictionary that unpacks it. */
export interface Packed {
  readonly dictionary: number;
  readonly bytes: Uint8Array;
}

/** Packs bodies with what the log's entries have in common, so that each can be read alone. */
export interface Bodies {
  readonly pack: (log: number, body: Body) => Packed;
  readonly unpack: (packed: Packed) => Body;
  /** Lets a log have a better dictionary, made of these bodies, where its own is small. */
  readonly learn: (log: number, bodies: Iterable<Body>) => void;
  readonly forget: () => void;
}

const LONGEST = 4096;
const SAMPLES = 50;
/** Node's own sizes make it twice as dear to pack or unpack a thousand letters. */
const PACKING = { chunkSize: 1024 };
const UNPACKING = { chunkSize: 2048 };

interface Dictionary {
  readonly id: number;
  readonly bytes: Uint8Array;
}

export function bodyOf(event: AuditEvent): Body {
  return Object.fromEntries(PACKED.map((name) => [name, JSON.stringify(event[name])]));
}

/** A line for each field: JSON has no line breaks of its own. */
function joined(body: Body): string {
  return PACKED.map((name) => body[name] ?? '').join('\n');
}

export function createBodies(database: DatabaseSync): Bodies {
  const insert = database.prepare('insert into dictionaries(log, bytes) values (?, ?)');
  const latest = database.prepare('select id, bytes from dictionaries where log = ? order by id desc limit 1');
  const select = database.prepare('select id, bytes from dictionaries where id = ?');
  const current = new Map<number, Dictionary>();
  const known = new Map<number, Dictionary>();

  function currentOf(log: number): Dictionary | undefined {
    const found = current.get(log) ?? dictionary(latest.get(log));
    if (found !== undefined) current.set(log, found);
    return found;
  }

  function find(id: number): Dictionary | undefined {
    const found = known.get(id) ?? dictionary(select.get(id));
    if (found !== undefined) known.set(id, found);
    return found;
  }

  return {
    pack: (log, body) => {
      const { id, bytes } = currentOf(log) ?? { id: 0, bytes: new Uint8Array() };
      return { dictionary: id, bytes: deflateRawSync(joined(body), { ...PACKING, dictionary: bytes }) };
    },
    unpack: ({ dictionary: id, bytes }) => {
      const text = inflateRawSync(bytes, { ...UNPACKING, dictionary: find(id)?.bytes ?? new Uint8Array() }).toString();
      const lines = text.split('\n');
      return Object.fromEntries(PACKED.map((name, index) => [name, lines[index] === '' ? undefined : lines[index]]));
    },
    learn: (log, bodies) => {
      const own = currentOf(log)?.bytes.length ?? 0;
      if (own >= LONGEST) return;
      const bytes = sampleOf(bodies);
      if (bytes.length <= own) return;
      current.set(log, { id: Number(insert.run(log, bytes).lastInsertRowid), bytes });
    },
    forget: () => {
      current.clear();
      known.clear();
    },
  };
}

function dictionary(row: Record<string, unknown> | undefined): Dictionary | undefined {
  return row && { id: Number(row['id']), bytes: row['bytes'] as Uint8Array };
}

function sampleOf(bodies: Iterable<Body>): Uint8Array {
  const samples: string[] = [];
  for (const body of bodies) {
    samples.push(joined(body));
    if (samples.length === SAMPLES) break;
  }
  return Buffer.from(samples.join('\n')).subarray(0, LONGEST);
}
