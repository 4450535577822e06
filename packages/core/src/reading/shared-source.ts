import type { Connection } from '../exchange/connection.ts';
import { AuditError, isAuditError, throwIfCancelled } from '../errors.ts';
import { timedOut } from '../exchange/exchange.ts';
import { unless } from '../exchange/unless.ts';
import { matcher } from './matching.ts';
import { narrowed } from './narrowed.ts';
import { beyond, farEnd, further, nearEnd, nearer } from './order.ts';
import { FELL_BEHIND, openShared, type Following, type SharedReading } from './shared-reading.ts';
import type { Batch } from './span.ts';
import type { SpanOptions, SpanSource, WantedSpan } from './span-source.ts';
import { localFilters, vendorSource } from './vendor-source.ts';
import { holds, type Window } from '../window.ts';

type Join = (span: WantedSpan, options: SpanOptions) => { readonly reading: SharedReading; readonly isOwn: boolean };

/**
 * Questions that are asked at the same time share one reading of the same stretch of a log. Each has its own deadline,
 * page limit and filter, and each may leave: if the reading ends for a reason of the question that started it, another
 * one reads on. What the vendor filters, or what shows secrets, is not shared. `whole` is what reads for all.
 */
export function sharedSource(whole: SpanSource = vendorSource): SpanSource {
  const open = new WeakMap<Connection, Set<SharedReading>>();
  const join: Join = (span, options) => {
    const all = open.get(span.connection) ?? new Set();
    open.set(span.connection, all);
    for (const one of all) if (one.isOver()) all.delete(one);
    const found = [...all].find((one) => one.has(span, options));
    const reading = found ?? openShared(whole, span, options);
    all.add(reading);
    return { reading, isOwn: found === undefined };
  };
  return {
    ...vendorSource,
    read: (span, options) =>
      isShareable(span, options) ? follow(join, span, options) : vendorSource.read(span, options),
  };
}

/** A vendor that filters sends a part of the events, and nobody else may get unmasked secrets. */
function isShareable(span: WantedSpan, { redact }: SpanOptions): boolean {
  return redact !== false && Object.keys(narrowed(span).filters).length === 0;
}

async function* follow(join: Join, span: WantedSpan, options: SpanOptions): AsyncGenerator<Batch, void, undefined> {
  const { order, window } = span;
  const end = farEnd(window, order);
  const view = viewOf(span, options);
  for (const batch of localFilters(span)) yield batch;
  let reached = nearEnd(window, order);
  while (reached !== end) {
    const left = { ...span, window: beyond(window, reached, order) };
    const { reading, isOwn } = join(left, options);
    try {
      for await (const batch of batchesOf(reading, left, options)) {
        ({ reached } = batch);
        yield view(batch, left.window);
      }
      reached = reachedIn(left, farEnd(reading.window, order), reached);
    } catch (thrown) {
      if (thrown !== FELL_BEHIND && (isOwn || !isOfAnother(thrown, reading, options))) throw thrown;
    }
  }
}

/** The batches of a reading, as far as the span goes. */
async function* batchesOf(
  reading: SharedReading,
  span: WantedSpan,
  options: SpanOptions,
): AsyncGenerator<Batch, void, undefined> {
  const end = farEnd(span.window, span.order);
  const following = reading.follow(options.takePage);
  const next = withinLimits(following, span.connection, { ...options, longest: reading.deadline });
  let reached = nearEnd(span.window, span.order);
  try {
    // The end of a reading that goes no further than this question may still name what is missing.
    while (reached !== end || farEnd(reading.window, span.order) === end) {
      const batch = await next();
      if (batch === undefined) return;
      reached = reachedIn(span, batch.reached, reached);
      yield { ...batch, reached };
    }
  } finally {
    await following.leave();
  }
}

/** How far a span is read, when a reading that may go further has come so far. */
function reachedIn({ window, order }: WantedSpan, theirs: number, ours: number): number {
  return further(ours, nearer(theirs, farEnd(window, order), order), order);
}

/** Whether a reading ended because the time of the question that started it was over, and there is more time here. */
function isOfAnother(thrown: unknown, reading: SharedReading, { deadline = Number.POSITIVE_INFINITY }: SpanOptions) {
  if (!isAuditError(thrown) || thrown.fault.held === 'budget' || deadline <= reading.deadline) return false;
  return thrown.code === 'rate_limited' || thrown.code === 'timeout';
}

interface OwnLimits extends Pick<SpanOptions, 'signal' | 'deadline'> {
  /** When the reading itself ends. */
  readonly longest: number;
}

/** The next batch, unless the question is cancelled or its own time is over first. */
function withinLimits(
  { next }: Following,
  { ports, provider }: Connection,
  { signal, deadline = Number.POSITIVE_INFINITY, longest }: OwnLimits,
): Following['next'] {
  const late = deadline < longest ? ports.timeout(Math.max(0, deadline - ports.now())) : undefined;
  const ends = [signal, late].filter((one) => one !== undefined);
  if (ends.length === 0) return next;
  const stop = AbortSignal.any(ends);
  return async () => {
    try {
      return await unless(stop, next());
    } catch (thrown) {
      throwIfCancelled(signal, provider.id);
      throw late?.aborted === true ? new AuditError(timedOut(provider)) : thrown;
    }
  };
}

/** A batch as the question wants it: its own events, in the detail that it asked for. */
function viewOf(span: WantedSpan, options: SpanOptions): (batch: Batch, left: Window) => Batch {
  const { rest } = narrowed(span);
  const wants = Object.keys(rest).length === 0 ? undefined : matcher(rest, span.connection, options);
  const short = { ...(options.raw === false ? NO_RAW : {}), ...(options.brief === true ? BRIEF : {}) };
  const isShort = Object.keys(short).length > 0;
  return (batch, left) => {
    const own = batch.events.filter(({ at, event }) => holds(left, at) && (wants?.(event) ?? true));
    const events = isShort ? own.map((dated) => ({ ...dated, event: { ...dated.event, ...short } })) : own;
    return { ...batch, events };
  };
}

const NO_RAW = { raw: undefined };
const BRIEF = { message: '', changes: [] };
