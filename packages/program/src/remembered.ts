import type { Covered, LetGo } from '@trailhound/archive';
import type { Connection } from '@trailhound/core';
import type { Log } from '@trailhound/core/provider';
import type { LogName } from '@trailhound/core/ledger';
import { clip, originKey, originOf, subtract, type Window } from '@trailhound/core/source';

const HOUR = 3_600_000;

/** Which stretches of each log are kept in memory, and when they were read. */
export interface Remembered {
  readonly add: (log: LogName, windows: readonly Window[], readAt: number) => void;
  readonly drop: (stretch: LetGo) => void;
  readonly clear: () => void;
  /**
   * What may be answered from memory, oldest first. A stretch that may still get late entries is good for an hour, after
   * which an archive would read it again, too.
   */
  readonly believed: (log: LogName, overlapMs: Log['overlapMs'], now: number) => readonly Covered[];
}

export function createRemembered(): Remembered {
  const logs = new Map<string, readonly Covered[]>();
  const without = (log: LogName, window: Window): Covered[] =>
    (logs.get(originKey(log)) ?? []).flatMap((one) => subtract(one, [window]).map((left) => ({ ...one, ...left })));
  return {
    add: (log, windows, readAt) => {
      for (const window of windows) logs.set(originKey(log), [...without(log, window), { ...window, readAt }]);
    },
    drop: ({ log, ...window }) => {
      logs.set(originKey(log), without(log, window));
    },
    clear: () => logs.clear(),
    believed: (log, overlapMs, now) => {
      const old = { from: Number.NEGATIVE_INFINITY, to: now - overlapMs };
      const all = (logs.get(originKey(log)) ?? []).flatMap((one) => {
        // It was read in the future if the clock was set back since.
        const part = Math.abs(now - one.readAt) < HOUR ? one : clip(one, old);
        return part === undefined ? [] : [{ ...part, readAt: one.readAt }];
      });
      return joined(all.toSorted((a, b) => a.from - b.from));
    },
  };
}

/** Joins stretches that touch. Together they are as old as the oldest of them. */
function joined(stretches: readonly Covered[]): Covered[] {
  const all: Covered[] = [];
  for (const one of stretches) {
    const last = all.at(-1);
    if (last?.to !== one.from) all.push(one);
    else all.splice(-1, 1, { from: last.from, to: one.to, readAt: Math.min(last.readAt, one.readAt) });
  }
  return all;
}

/**
 * Whether a connection may use memory. A store tells accounts apart by product and name, so each name belongs to the
 * connection that used it first: another one may have another credential, and must neither see nor add anything.
 */
export function createOwners(): (connection: Connection) => boolean {
  const owners = new Map<string, Connection>();
  return (connection) => {
    const name = originKey(originOf(connection, ''));
    const owner = owners.get(name) ?? connection;
    owners.set(name, owner);
    return owner === connection;
  };
}
