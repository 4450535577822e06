import type { Missing } from './gap.ts';
import { matcher } from './matching.ts';
import { narrowed } from './narrowed.ts';
import { count } from './operations.ts';
import { farEnd, nearEnd } from './order.ts';
import { readSpan } from './slices.ts';
import type { SpanSource, Wanted, WantedSpan } from './span-source.ts';
import { clip, type Window } from '../window.ts';

/** The vendor itself: filters by what it can, and the rest is filtered locally. */
export const vendorSource: SpanSource = {
  read: async function* read(span, options) {
    const { filters, rest } = narrowed(span);
    const notices = localFilters(span, rest);
    const { window, missing } = retained(span, options.now);
    if (window === undefined || missing.length > 0 || notices.length > 0) {
      const reached = (window === undefined ? farEnd : nearEnd)(span.window, span.order);
      yield { events: [], reached, scanned: 0, pages: 0, notices, missing };
    }
    if (window === undefined) return;
    const batches = readSpan({ ...span, window, filters }, options);
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
      return { total, missing: retained(span, now).missing };
    };
  },
};

function localFilters({ connection }: WantedSpan, rest: Wanted): string[] {
  const names = Object.keys(rest);
  if (names.length === 0) return [];
  const { label } = connection.provider;
  return [
    `${label} cannot filter by ${names.join(', ')} as asked: every entry of the window is read and filtered here.`,
  ];
}

interface Retained {
  /** What the vendor still keeps of the span; undefined if nothing. */
  readonly window: Window | undefined;
  readonly missing: readonly Missing[];
}

function retained({ log, window }: WantedSpan, now: number): Retained {
  const since = log.retentionMs === undefined ? Number.NEGATIVE_INFINITY : now - log.retentionMs;
  const lost = clip(window, { from: window.from, to: since });
  const hint = `No longer kept by the vendor. ${log.kept}`;
  return {
    window: clip(window, { from: since, to: window.to }),
    missing: lost === undefined ? [] : [{ ...lost, reason: 'beyond_retention', hint }],
  };
}
