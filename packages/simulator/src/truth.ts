import type { Clock } from './clock.ts';
import type { TrueTarget } from './named.ts';
import type { Vendor } from './vendor.ts';
import type { VendorId } from './vendors/index.ts';
import type { Item, SimulatedLog } from './world/log.ts';

/** What a perfect reader must return, computed without any paging. */
export interface Truth {
  readonly count: number;
  /** Oldest first, each event once. */
  readonly entries: () => Generator<TrueEntry, void, undefined>;
}

/** An entry that a perfect reader finds. */
export interface TrueEntry {
  readonly time: number;
  readonly key: string;
  readonly entry: unknown;
  /** Everything that the entry says was acted upon. */
  readonly targets: readonly TrueTarget[];
}

/** The log and the time to compute the truth for. */
export interface TruthRange {
  readonly vendor: VendorId;
  readonly log: string;
  /** Epoch milliseconds; `from` is inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Only what is visible at this time; now by default. `Infinity` includes entries that are still to come. */
  readonly visibleAt?: number;
  /** Only entries that pass. */
  readonly where?: (entry: unknown) => boolean;
}

export function truthOf(vendor: Vendor, range: TruthRange, clock: Clock): Truth {
  const { where = () => true } = range;

  function* entries(): Generator<TrueEntry, void, undefined> {
    for (const { item, key } of eventsOf(vendor, range, clock)) {
      const entry = vendor.entryOf(range.log, item);
      if (where(entry)) yield { time: item.time, key, entry, targets: vendor.targetsOf(entry) };
    }
  }

  return {
    entries,
    get count() {
      // Generate entries only if somebody looks at them, because a million take a second.
      return length(range.where === undefined ? eventsOf(vendor, range, clock) : entries());
    },
  };
}

function* eventsOf(
  vendor: Vendor,
  { log, from, to, visibleAt }: TruthRange,
  clock: Clock,
): Generator<{ readonly item: Item; readonly key: string }, void, undefined> {
  const given = new Set<string>();
  let last = Number.NEGATIVE_INFINITY;
  // Nobody can read what the vendor has dropped.
  const start = Math.max(from, vendor.keptSince?.(log) ?? from);
  const items = logOf(vendor, log).walk({ from: start, to, order: 'oldest' }, visibleAt ?? clock.now());
  for (const item of items) {
    // Entries that are one event have the same time, so older keys can be forgotten.
    if (item.time !== last) given.clear();
    last = item.time;
    const key = vendor.keyOf(log, item);
    if (given.has(key)) continue;
    given.add(key);
    yield { item, key };
  }
}

export function logOf(vendor: Vendor, log: string): SimulatedLog {
  const found = Object.hasOwn(vendor.logs, log) ? vendor.logs[log] : undefined;
  if (found === undefined)
    throw new Error(`${vendor.id} has no log ${log}. It has: ${Object.keys(vendor.logs).join(', ')}`);
  return found;
}

function length(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count += 1;
  return count;
}
