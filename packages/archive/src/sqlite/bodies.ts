import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AuditEvent } from '@trailhound/core';
import type { Written } from '@trailhound/core/ledger';
import { layoutOf } from './database.ts';
import { createDictionaries } from './dictionaries.ts';

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

/** What the columns of a row say that its body is likely to repeat: the time as events write it, the rest as JSON. */
export interface Repeated {
  readonly time: string;
  readonly ip: string | undefined;
  readonly targets: string | undefined;
  readonly actor: string | undefined;
}

/**
 * Packs bodies with a preset dictionary, so that each can be read on its own: what the bodies of its log have in common,
 * followed by what its own columns say.
 */
export interface Bodies {
  readonly pack: (log: number, body: Body, repeated: Repeated) => Packed;
  readonly unpack: (packed: Packed, repeated: Repeated) => Body;
  /** Replaces a small dictionary of a log with a better one, made from these bodies. */
  readonly learn: (log: number, samples: readonly Sample[]) => void;
  readonly forget: () => void;
}

const LONGEST = 4096;
const SAMPLES = 500;
/** How much longer a new dictionary has to be. */
const WORTH_IT = 1.5;
const SHORT = 64;
/** With default sizes, packing and unpacking a kilobyte costs twice as much. A window of 8 KB holds dictionary and body. */
const PACKING = { chunkSize: 1024, windowBits: 13, memLevel: 6 };
const UNPACKING = { chunkSize: 2048 };

export function bodyOf(event: AuditEvent): Body {
  return Object.fromEntries(PACKED.map((name) => [name, JSON.stringify(event[name])]));
}

/** One line per field: compact JSON has no line breaks. */
function joined(body: Body): string {
  return PACKED.map((name) => body[name] ?? '').join('\n');
}

export function createBodies(database: DatabaseSync): Bodies {
  const dictionaries = createDictionaries(database);
  // Layout 1 had nothing but what the log's bodies have in common.
  const repeats = layoutOf(database) > 1;

  function dictionaryOf(id: number, { time, ip = '', targets = '', actor = '' }: Repeated): Uint8Array {
    return dictionaries.followedBy(id, repeats ? [ip, targets, actor, time].join('\n') : '');
  }

  return {
    pack: (log, body, repeated) => {
      const { id } = dictionaries.current(log);
      const options = { ...PACKING, dictionary: dictionaryOf(id, repeated) };
      return { dictionary: id, bytes: deflateRawSync(joined(body), options) };
    },
    unpack: ({ dictionary: id, bytes }, repeated) => {
      const text = inflateRawSync(bytes, { ...UNPACKING, dictionary: dictionaryOf(id, repeated) }).toString();
      const lines = text.split('\n');
      return Object.fromEntries(PACKED.map((name, index) => [name, lines[index] === '' ? undefined : lines[index]]));
    },
    learn: (log, samples) => {
      const own = dictionaries.current(log).bytes.length;
      if (own >= LONGEST / WORTH_IT) return;
      const bytes = Buffer.from(sharedBy(samples.slice(0, SAMPLES))).subarray(-LONGEST);
      if (bytes.length >= own * WORTH_IT + SHORT) dictionaries.add(log, bytes);
    },
    forget: dictionaries.forget,
  };
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
