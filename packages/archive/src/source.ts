import { isAuditError } from '@trailhound/core';
import type { LogName } from '@trailhound/core/ledger';
import {
  asShown,
  beyond,
  clip,
  farEnd,
  narrowed,
  nearEnd,
  storedMatcher,
  subtract,
  vendorSource,
  whyFailed,
  type Batch,
  type Countable,
  type Kept,
  type Missing,
  type SpanOptions,
  type SpanSource,
  type WantedSpan,
  type Window,
} from '@trailhound/core/source';
import { COUNTABLE, type ArchiveReader, type Covered } from './port.ts';

/** Where to read events that the archive does not have. */
export interface SourceOptions {
  /** Never asks a vendor: what is not archived is reported as missing. */
  readonly offline?: boolean | undefined;
  /** The source behind the archive; the vendors by default. */
  readonly behind?: SpanSource | undefined;
}

type Matches = NonNullable<ReturnType<typeof storedMatcher>>;

/** Serves what the archive covers without any request, and asks the vendor for the rest. */
export function archiveSource(
  archive: ArchiveReader,
  { offline = false, behind = vendorSource }: SourceOptions = {},
): SpanSource {
  const rest = offline ? notArchived(archive) : behind;
  return {
    read: async function* read(span, options) {
      const wants = options.redact === false ? undefined : storedMatcher(span, options);
      const covered = await archive.covered(nameOf(span));
      const pieces = stretches(span, wants === undefined ? [] : covered);
      if (wants === undefined && offline) {
        yield missing(span, [{ ...span.window, reason: 'not_archived', hint: UNANSWERABLE }]);
        return;
      }
      if (wants === undefined || pieces.every(({ kept }) => kept === undefined)) {
        yield* rest.read(span, options);
        return;
      }
      for (const { window, kept } of pieces) {
        if (kept === undefined) yield* asked(rest, { ...span, window }, options);
        else yield* held(archive, { ...span, window }, { kept, wants, options });
      }
    },
  };
}

const UNANSWERABLE =
  'Only the vendor can answer this: an archive shows markers instead of secrets, and does not know what every native filter means.';
const PRUNED = 'It was pruned from the archive while it was being read: ask again.';

function nameOf({ connection, log }: Pick<WantedSpan, 'connection' | 'log'>): LogName {
  return { provider: connection.provider.id, tenant: connection.tenant, log: log.id };
}

interface Stretch {
  readonly window: Window;
  /** The covered stretch. */
  readonly kept: Covered | undefined;
}

/** Splits a span into covered stretches and holes, in the asked order. */
function stretches({ window, order }: WantedSpan, covered: readonly Covered[]): Stretch[] {
  const inside = covered.flatMap((kept) => {
    const shared = clip(kept, window);
    return shared === undefined ? [] : [{ window: shared, kept }];
  });
  const holes = subtract(window, covered).map((hole) => ({ window: hole, kept: undefined }));
  const oldest = [...inside, ...holes].toSorted((a, b) => a.window.from - b.window.from);
  return order === 'oldest' ? oldest : oldest.toReversed();
}

interface Held {
  readonly kept: Covered;
  readonly wants: Matches;
  readonly options: SpanOptions;
}

async function* held(
  archive: ArchiveReader,
  span: WantedSpan,
  { kept: { readAt }, wants, options }: Held,
): AsyncGenerator<Batch, void, undefined> {
  const { window, order, connection } = span;
  const log = nameOf(span);
  const { ledger } = await archive.position();
  const kept: Kept = { ...window, readAt, ledger };
  yield { ...nothing(nearEnd(window, order)), kept, notices: await notices(archive, log, window) };
  const wanted = asShown(span.wanted, connection.fingerprint);
  if (options.countOnly === true && isCountable(archive, span)) {
    const count = countedIn(archive, log, wanted);
    yield { ...nothing(farEnd(window, order)), countable: { window, count } };
    return;
  }
  const matches = isAll(span) ? undefined : wants;
  const { raw, brief } = options;
  for await (const { events, scanned, reached } of archive.read({
    log,
    window,
    order,
    wanted,
    matches,
    raw,
    brief,
  })) {
    options.signal?.throwIfAborted();
    yield { events, scanned, reached, pages: 0, notices: [] };
  }
  const gone = await pruned(archive, log, window);
  if (gone.length > 0) yield missing(span, gone);
}

/** What is not covered any more. */
async function pruned(archive: ArchiveReader, log: LogName, window: Window): Promise<Missing[]> {
  const gone = subtract(window, await archive.covered(log));
  return gone.map((one) => ({ ...one, reason: 'not_archived', hint: PRUNED }));
}

/** Whether the store can count this by itself. A vendor's own filter may need raw entries. */
function isCountable({ count }: ArchiveReader, span: WantedSpan): boolean {
  if (count === undefined || Object.keys(span.filters).length > 0) return false;
  // The vendor finds an actor only by id, while the core also matches names.
  const isOurs = span.wanted.actor === undefined || 'actor' in narrowed(span).rest;
  return isOurs && Object.keys(span.wanted).every((name) => COUNTABLE.some((one) => one === name));
}

function countedIn(archive: ArchiveReader, log: LogName, wanted: WantedSpan['wanted']): Countable['count'] {
  return async (window, counting) => {
    const counts = await archive.count?.({ log, window, wanted, ...counting });
    if (counts === undefined) throw new Error('This store cannot count');
    return { counts, missing: await pruned(archive, log, window) };
  };
}

/** Whether all events of the window are wanted. */
function isAll({ wanted, filters }: WantedSpan): boolean {
  return Object.keys(wanted).length === 0 && Object.keys(filters).length === 0;
}

async function notices(archive: ArchiveReader, log: LogName, window: Window): Promise<string[]> {
  const erased = await archive.erased(log, window);
  return erased === 0
    ? []
    : [`${erased} ${erased === 1 ? 'event' : 'events'} of this time were erased from the archive.`];
}

/** Reads a hole from the source behind. Reports what cannot be read, so that reading can continue beyond it. */
async function* asked(
  rest: SpanSource,
  span: WantedSpan,
  options: SpanOptions,
): AsyncGenerator<Batch, void, undefined> {
  const { window, order, connection } = span;
  let reached = nearEnd(window, order);
  try {
    for await (const batch of rest.read(span, options)) {
      ({ reached } = batch);
      yield batch;
    }
  } catch (thrown) {
    if (isAuditError(thrown) && (thrown.fault.held === 'pace' || thrown.fault.held === 'budget')) throw thrown;
    yield missing(span, [{ ...beyond(window, reached, order), ...whyFailed(thrown, connection) }]);
  }
}

const LEFT_OUT = 'It is not in the archive, and no vendor was asked: run trailhound sync, or ask without --offline.';
const LOST = 'The vendor had forgotten it before it was archived: nothing brings it back.';

/** A source that sends no requests. */
function notArchived(archive: ArchiveReader): SpanSource {
  return {
    read: async function* read(span) {
      const lost = (await archive.lost(nameOf(span))).flatMap((one) => clip(one, span.window) ?? []);
      yield missing(span, [
        ...lost.map((window) => ({ ...window, reason: 'beyond_retention' as const, hint: LOST })),
        ...subtract(span.window, lost).map((window) => ({
          ...window,
          reason: 'not_archived' as const,
          hint: LEFT_OUT,
        })),
      ]);
    },
  };
}

function missing({ window, order }: WantedSpan, gaps: readonly Missing[]): Batch {
  return { ...nothing(farEnd(window, order)), missing: gaps };
}

function nothing(reached: number): Batch {
  return { events: [], reached, scanned: 0, pages: 0, notices: [] };
}
