import type { LogName } from '@trailhound/core/ledger';
import {
  asShown,
  clip,
  farEnd,
  isAll,
  narrowed,
  nearEnd,
  originOf,
  storedMatcher,
  subtract,
  vendorSource,
  type Batch,
  type Countable,
  type Kept,
  type Missing,
  type SpanOptions,
  type SpanSource,
  type WantedSpan,
  type Window,
} from '@trailhound/core/source';
import { asked, missing, nothing, stretches } from './pieces.ts';
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
      const covered = await archive.covered(originOf(span.connection, span.log.id));
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
  const log = originOf(span.connection, span.log.id);
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

async function notices(archive: ArchiveReader, log: LogName, window: Window): Promise<string[]> {
  const erased = await archive.erased(log, window);
  return erased === 0
    ? []
    : [`${erased} ${erased === 1 ? 'event' : 'events'} of this time were erased from the archive.`];
}

const LEFT_OUT = 'It is not in the archive, and no vendor was asked: run trailhound sync, or ask without --offline.';
const LOST = 'The vendor had forgotten it before it was archived: nothing brings it back.';

/** A source that sends no requests. */
function notArchived(archive: ArchiveReader): SpanSource {
  return {
    read: async function* read(span) {
      const lost = (await archive.lost(originOf(span.connection, span.log.id))).flatMap(
        (one) => clip(one, span.window) ?? [],
      );
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
