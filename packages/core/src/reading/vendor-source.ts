import type { Missing } from './gap.ts';
import { matcher } from './matching.ts';
import { narrowed } from './narrowed.ts';
import { count } from './operations.ts';
import { nearEnd } from './order.ts';
import { readSpan } from './slices.ts';
import type { Batch } from './span.ts';
import type { SpanSource, WantedSpan } from './span-source.ts';
import { clip, type Window } from '../window.ts';

/** The vendor itself: filters by what it can, and the rest is filtered locally. */
export const vendorSource: SpanSource = {
  read: async function* read(span, options) {
    const { filters, rest } = narrowed(span);
    for (const batch of localFilters(span)) yield batch;
    const batches = namingForgotten(span, readSpan({ ...span, filters }, options), options.now);
    if (Object.keys(rest).length === 0) {
      yield* batches;
      return;
    }
    const wants = matcher(rest, span.connection, options);
    for await (const batch of batches) yield { ...batch, events: batch.events.filter(({ event }) => wants(event)) };
  },
  counter: (span) => {
    const { filters, rest } = narrowed(span);
    const { connection, log } = span;
    if (Object.keys(rest).length > 0 || !connection.provider.operations.includes('count')) return undefined;
    return async ({ now, takePage, ...limits }) => {
      takePage?.();
      const total = await count(connection, { log: log.id, window: span.window, filters }, limits);
      const old = forgotten(span, now);
      return { total, missing: old === undefined ? [] : [lostIn(span, old)] };
    };
  },
};

/** Says which criteria the vendor cannot filter by, if there are any. */
export function localFilters(span: WantedSpan): Batch[] {
  const names = Object.keys(narrowed(span).rest);
  if (names.length === 0) return [];
  const { connection, window, order } = span;
  const said = `${connection.provider.label} cannot filter by ${names.join(', ')} as asked: every entry of the window is read and filtered here.`;
  return [{ events: [], reached: nearEnd(window, order), scanned: 0, pages: 0, notices: [said] }];
}

/**
 * Names what the vendor does not keep any more. It is asked for all the same, because vendors keep more than they
 * document: only what lies before the oldest entry is lost.
 */
async function* namingForgotten(
  span: WantedSpan,
  batches: AsyncGenerator<Batch, void, undefined>,
  now: number,
): AsyncGenerator<Batch, void, undefined> {
  let old = forgotten(span, now);
  let reached = nearEnd(span.window, span.order);
  for await (const batch of batches) {
    ({ reached } = batch);
    old &&= before(batch, old);
    // The oldest entries come first: what is lost must be said even if the rest is not read.
    const lost = old !== undefined && span.order === 'oldest' && hasPassed(batch, old) ? old : undefined;
    yield lost === undefined ? batch : { ...batch, missing: [...(batch.missing ?? []), lostIn(span, lost)] };
    if (lost !== undefined) old = undefined;
  }
  if (old === undefined) return;
  yield { events: [], reached, scanned: 0, pages: 0, notices: [], missing: [lostIn(span, old)] };
}

/** The part of a window that is before every event of a batch. */
function before({ events }: Batch, { from, to }: Window): Window | undefined {
  const oldest = events.reduce((least, { at }) => Math.min(least, at), to);
  return clip({ from, to }, { from, to: oldest });
}

function hasPassed({ events, reached }: Batch, { to }: Window): boolean {
  return events.length > 0 || reached >= to;
}

/** The part of a span that is older than what the vendor says it keeps. */
function forgotten({ log, window }: WantedSpan, now: number): Window | undefined {
  const { retentionMs } = log;
  return retentionMs === undefined ? undefined : clip(window, { from: window.from, to: now - retentionMs });
}

function lostIn({ log }: WantedSpan, old: Window): Missing {
  const hint = `Older than what the vendor says it keeps; what it still has of this time is included. ${log.kept}`;
  return { ...old, reason: 'beyond_retention', hint };
}
