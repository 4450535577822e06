import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '@trailhound/core';
import {
  clip,
  farEnd,
  holds,
  isAll,
  nearEnd,
  subtract,
  vendorSource,
  type Batch,
  type Dated,
  type Order,
  type SpanOptions,
  type SpanSource,
  type WantedSpan,
  type Window,
} from '@trailhound/core/source';

/** Stretches of a log that a vendor has sent completely, with all of their events as JSON. */
export interface Recorded {
  readonly connection: Connection;
  readonly log: string;
  readonly windows: readonly Window[];
  readonly events: readonly Uint8Array[];
  readonly bytes: number;
  /** When reading began, epoch milliseconds. */
  readonly readAt: number;
}

/** What takes over what is recorded. */
export interface Keeper {
  /** The most that is kept of one reading, in bytes, so that an export does not push out everything else. */
  readonly most: number;
  readonly hasRoom: (connection: Connection) => boolean;
  readonly keep: (recorded: Recorded) => void;
}

const HOUR = 3_600_000;
/** At most so many events are packed before others get their turn. */
const AT_ONCE = 200;

/** Reads from a vendor, and hands over what has been read completely and is settled. */
export function recordingSource(keeper: Keeper, vendor: SpanSource = vendorSource): SpanSource {
  return {
    ...vendor,
    read: (span, options) =>
      isWhole(span, options) ? recorded(keeper, vendor, span, options) : vendor.read(span, options),
  };
}

/** Whether a reading gives every event with everything that an archive stores of it. */
function isWhole(span: WantedSpan, { redact, raw, brief }: SpanOptions): boolean {
  return isAll(span) && redact !== false && raw !== false && brief !== true;
}

async function* recorded(
  keeper: Keeper,
  vendor: SpanSource,
  span: WantedSpan,
  options: SpanOptions,
): AsyncGenerator<Batch, void, undefined> {
  const pile = createPile(keeper, span);
  for await (const batch of vendor.read(span, options)) {
    try {
      yield batch;
    } finally {
      // Even if nobody wants more than this.
      await pile.add(batch);
    }
  }
  await pile.finish();
}

interface Pile {
  readonly add: (batch: Batch) => Promise<void>;
  /** Everything has been read. */
  readonly finish: () => Promise<void>;
}

/** Events of a span that are not handed over yet. */
function createPile(keeper: Keeper, { connection, log, window, order }: WantedSpan): Pile {
  const readAt = connection.ports.now();
  const settled = settledIn(window, log, readAt);
  const gaps: Window[] = [];
  let [from, open]: [number, readonly Dated[]] = [nearEnd(window, order), []];
  let [left, isFull] = [keeper.most, false];

  async function handOver(reached: number): Promise<void> {
    const between = betweenOf(from, reached, order);
    const done = open.filter(({ at }) => holds(between, at));
    open = open.filter(({ at }) => !holds(between, at));
    from = order === 'oldest' ? between.to : between.from;
    const whole = settled && clip(between, settled);
    const windows = whole === undefined ? [] : subtract(whole, gaps);
    if (windows.length === 0) return;
    // With a hole for every piece that found no room, the next question would cost more requests than without a memory.
    isFull ||= left <= 0 || !keeper.hasRoom(connection);
    if (isFull) return;
    const events = await packed(done.filter(({ at }) => windows.some((one) => holds(one, at))));
    const bytes = events.reduce((sum, { byteLength }) => sum + byteLength, 0);
    left -= bytes;
    keeper.keep({ connection, log: log.id, windows, events, bytes, readAt });
  }

  return {
    add: async ({ events, missing = [], reached }) => {
      if (isFull) return;
      open = [...open, ...events];
      gaps.push(...missing);
      await handOver(reached);
    },
    finish: () => handOver(farEnd(window, order)),
  };
}

/** What has been read since; nothing if a batch came no further. */
function betweenOf(from: number, reached: number, order: Order): Window {
  return order === 'oldest' ? { from, to: Math.max(from, reached) } : { from: Math.min(from, reached), to: from };
}

/**
 * The part of a window that stays as it is: older than an hour, in case our clock is ahead of the vendor's, and not so old
 * that only the end of a reading tells what of it the vendor has dropped.
 */
function settledIn(
  window: Window,
  { lagMs, retentionMs = Number.POSITIVE_INFINITY }: WantedSpan['log'],
  now: number,
): Window | undefined {
  const until = now - Math.max(lagMs, HOUR);
  return clip(window, { from: now - retentionMs, to: until - (until % 1000) });
}

async function packed(events: readonly Dated[]): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < events.length; start += AT_ONCE) {
    if (start > 0) await nextTurn();
    parts.push(new TextEncoder().encode(JSON.stringify(events.slice(start, start + AT_ONCE))));
  }
  return parts;
}
