import type { LogName } from '@trailhound/core/ledger';
import {
  originOf,
  subtract,
  vendorSource,
  whyFailed,
  type ChosenLog,
  type Dated,
  type Missing,
  type Window,
} from '@trailhound/core/source';
import type { Archive, PutFacts, Receipt } from '../port.ts';

/** The most events in a record: at most this many are read for one proof, or lost in a crash. */
const FULL = 5000;

/** How a piece of a log is read and stored. */
export interface TakeIn {
  readonly archive: Archive;
  readonly kind: PutFacts['kind'];
  readonly clockSkewMs: number | undefined;
  readonly takePage: () => void;
  readonly signal: AbortSignal | undefined;
  /** Called for everything that was stored. */
  readonly kept: (window: Window, receipt: Receipt, pages: number) => void;
}

/** Reads a piece within one day, oldest first, and stores it as it arrives. Returns what could not be read. */
export async function takeIn({ connection, log }: ChosenLog, piece: Window, how: TakeIn): Promise<Missing[]> {
  const { ports } = connection;
  const now = ports.now();
  const pile = createPile(originOf(connection, log.id), piece, { ...how, now: ports.now });
  const options = { now, signal: how.signal, takePage: how.takePage, eager: true };
  const span = { connection, log, window: piece, filters: {}, order: 'oldest', wanted: {} } as const;
  try {
    for await (const { events, reached, pages, missing = [] } of vendorSource.read(span, options)) {
      pile.add({ events, reached, pages, missing });
      if (pile.size() >= FULL) await pile.keep();
    }
    pile.finish();
  } catch (thrown) {
    await pile.keep();
    return [...pile.missing(), { ...pile.left(), ...whyFailed(thrown, connection, how.signal) }];
  }
  await pile.keep();
  return pile.missing();
}

interface Arrived {
  readonly events: readonly Dated[];
  readonly reached: number;
  readonly pages: number;
  readonly missing: readonly Missing[];
}

/** Events of a piece that are not stored yet. */
interface Pile {
  readonly add: (arrived: Arrived) => void;
  readonly size: () => number;
  /** Everything has been read. */
  readonly finish: () => void;
  /** Stores the events before the position that was reached, and nothing after it. */
  readonly keep: () => Promise<void>;
  readonly missing: () => Missing[];
  readonly left: () => Window;
}

function createPile(log: LogName, piece: Window, how: TakeIn & { readonly now: () => number }): Pile {
  const gaps: Missing[] = [];
  let [from, reached, pages, readFrom] = [piece.from, piece.from, 0, how.now()];
  let events: Dated[] = [];

  async function keep(): Promise<void> {
    if (reached <= from) return;
    const done = events.filter(({ at }) => at < reached);
    const windows = subtract({ from, to: reached }, gaps);
    const { archive, kind, clockSkewMs } = how;
    for (const window of windows) {
      const facts = { kind, clockSkewMs, pages, readFrom, readTo: how.now() };
      const own = done.filter(({ at }) => window.from <= at && at < window.to);
      how.kept(window, await archive.put({ log, window, events: own, facts }), pages);
      pages = 0;
    }
    events = events.filter(({ at }) => at >= reached);
    [from, readFrom] = [reached, how.now()];
  }

  return {
    add: (arrived) => {
      events.push(...arrived.events);
      gaps.push(...arrived.missing);
      pages += arrived.pages;
      reached = Math.max(reached, arrived.reached);
    },
    size: () => events.length,
    finish: () => {
      reached = piece.to;
    },
    keep,
    missing: () => [...gaps],
    left: () => ({ from: reached, to: piece.to }),
  };
}
