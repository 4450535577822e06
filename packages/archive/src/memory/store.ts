import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuditError } from '@trailhound/core';
import { byDay, type LogName } from '@trailhound/core/ledger';
import { holds, originKey, sorted, subtract, union, type Dated, type Window } from '@trailhound/core/source';
import type { Archive } from '../port.ts';
import { openInMemory } from '../sqlite/database.ts';
import { fileOf } from '../sqlite/file.ts';
import { createPut } from '../sqlite/put.ts';
import { readWanted } from '../sqlite/read.ts';
import { createRelease, createSize, type LetGo } from './release.ts';

/** Stretches of a log that were read completely, and their events. */
export interface Piece {
  readonly log: LogName;
  readonly windows: readonly Window[];
  /** All of their events as JSON, in parts. */
  readonly events: readonly Uint8Array[];
  /** Epoch milliseconds. */
  readonly readAt: number;
}

/** What has become of a piece. */
export interface Taken {
  /** What was let go for it, which may be a part of the piece itself. */
  readonly gone: readonly LetGo[];
  /** How large the store is now. */
  readonly bytes: number;
}

/** A store of events that lasts as long as it is open, and has a bound. */
export interface Memory extends Pick<Archive, 'read'> {
  readonly put: (piece: Piece) => Promise<Taken>;
}

/** At most so many events are stored before a reader gets its turn. */
const AT_ONCE = 250;

/** Opens an empty store of at most so many bytes. */
export function openMemory(most: number): Memory {
  const file = fileOf(openInMemory(), 'memory');
  const [put, size] = [createPut(file), createSize(file)];
  const release = createRelease(file, () => size() > most);
  const held = new Map<string, readonly Window[]>();

  function store(log: LogName, { window, events }: Portion, readAt: number): readonly LetGo[] {
    const facts = { kind: 'read', readFrom: readAt, readTo: readAt, pages: undefined, clockSkewMs: undefined } as const;
    put({ log, window, events, facts });
    held.set(originKey(log), union([...heldOf(log), window]));
    const gone = release();
    for (const one of gone) held.set(originKey(one.log), without(heldOf(one.log), one));
    return gone;
  }

  function heldOf(log: LogName): readonly Window[] {
    return held.get(originKey(log)) ?? [];
  }

  return {
    put: async ({ log, windows, events, readAt }) => {
      const all = sorted(events.flatMap(unpacked), 'oldest');
      const gone: LetGo[] = [];
      for (const portion of windows.flatMap(byDay).flatMap((day) => portionsOf(day, all))) {
        gone.push(...store(log, portion, readAt));
        await nextTurn();
      }
      return { gone, bytes: size() };
    },
    read: async function* read(ask) {
      for await (const found of readWanted(file, ask)) {
        // What was let go since would be missing from this batch.
        if (subtract(ask.window, heldOf(ask.log)).length > 0) throw letGo();
        yield found;
      }
    },
  };
}

interface Portion {
  readonly window: Window;
  readonly events: readonly Dated[];
}

/** Cuts a stretch with many events between two of them that differ in time. */
function portionsOf(window: Window, all: readonly Dated[]): Portion[] {
  const events = all.filter(({ at }) => holds(window, at));
  const next = events[AT_ONCE];
  const first = next && events.find(({ at }, index) => index >= AT_ONCE && at > (events[index - 1]?.at ?? at));
  if (first === undefined) return [{ window, events }];
  const cut = first.at;
  const rest = { from: cut, to: window.to };
  return [
    { window: { from: window.from, to: cut }, events: events.filter(({ at }) => at < cut) },
    ...portionsOf(rest, events),
  ];
}

function unpacked(part: Uint8Array): Dated[] {
  return JSON.parse(Buffer.from(part).toString()) as Dated[];
}

/** What is left of stretches without another one. */
function without(windows: readonly Window[], gone: Window): Window[] {
  return windows.flatMap((window) => subtract(window, [gone]));
}

function letGo(): AuditError {
  return new AuditError({
    code: 'unavailable',
    message: 'It is not in memory any more',
    hint: 'Ask the vendor.',
  });
}
