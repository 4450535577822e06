import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AuditEvent } from '@trailhound/core';
import type { Written } from '@trailhound/core/ledger';

/** The fields of an event that are neither filtered by nor counted. They are packed. */
const PACKED = ['message', 'changes', 'nativeId', 'requestId', 'raw'] as const satisfies readonly (keyof AuditEvent)[];

/** The packed fields as JSON. */
export type Body = Pick<Written, (typeof PACKED)[number]>;

/** A packed body, and the dictionary that unpacks it. */
export interface Packed {
  readonly dictionary: number;
  readonly bytes: Uint8Array;
}

/** A body, and the person it belongs to. */
export interface Sample {
  readonly body: Body;
  readonly actor: AuditEvent['actor'];
}

/** Packs bodies with a preset dictionary per log, so that each can be read on its own. */
export interface Bodies {
  readonly pack: (log: number, body: Body) => Packed;
  readonly unpack: (packed: Packed) => Body;
  /** Replaces a small dictionary of a log with a better one, made from these bodies. */
  readonly learn: (log: number, samples: readonly Sample[]) => void;
  readonly forget: () => void;
}

const LONGEST = 4096;
const SAMPLES = 500;
/** How much longer a new dictionary has to be. */
const WORTH_IT = 1.5;
const SHORT = 64;
/** With Node's default sizes, packing and unpacking a kilobyte costs twice as much. */
const PACKING = { chunkSize: 1024 };
const UNPACKING = { chunkSize: 2048 };

interface Dictionary {
  readonly id: number;
  readonly bytes: Uint8Array;
}

export function bodyOf(event: AuditEvent): Body {
  return Object.fromEntries(PACKED.map((name) => [name, JSON.stringify(event[name])]));
}

/** One line per field: compact JSON has no line breaks. */
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
    learn: (log, samples) => {
      const own = currentOf(log)?.bytes.length ?? 0;
      if (own >= LONGEST / WORTH_IT) return;
      const bytes = Buffer.from(sharedBy(samples.slice(0, SAMPLES))).subarray(-LONGEST);
      if (bytes.length < own * WORTH_IT + SHORT) return;
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

const WORDS = /[\w@.+-]+|[^\w@.+-]+/g;
/** Words that occur for at least this many people are not personal. */
const SHARED = 3;

/**
 * What the samples have in common, word by word. A dictionary stays as long as rows need it, so it must not contain anything
 * that occurs in the entries of only one person: that would outlive the erasure of this person.
 */
function sharedBy(samples: readonly Sample[]): string {
  const people = new Map<string, Set<string>>();
  const texts = samples.map(({ body, actor }) => {
    const words = joined(body).match(WORDS) ?? [];
    const person = JSON.stringify(actor);
    for (const word of words) people.set(word, (people.get(word) ?? new Set()).add(person));
    return words;
  });
  const common = texts.map((words) => words.filter((word) => (people.get(word)?.size ?? 0) >= SHARED).join(''));
  return [...new Set(common)].join('\n');
}
