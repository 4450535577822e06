import { isAuditError } from '@trailhound/core';
import {
  asShown,
  beyond,
  isAll,
  nearEnd,
  originOf,
  storedMatcher,
  type Batch,
  type SpanOptions,
  type SpanSource,
  type WantedSpan,
} from '@trailhound/core/source';
import { asked, stretches } from '../pieces.ts';
import type { Archive, Ask, Covered } from '../port.ts';

/** What a source needs of events that are kept in memory. */
export interface Recall extends Pick<Archive, 'read'> {
  /** Which stretches of a span's log are kept, oldest first. They may be gone when they are read. */
  readonly covered: (span: WantedSpan, options: SpanOptions) => Promise<readonly Covered[]>;
  /** Called with a stretch that could not be read after all. */
  readonly failed: (span: WantedSpan) => void;
}

/** Serves what is kept in memory without any request, and asks the source behind for the rest. */
export function memorySource(recall: Recall, behind: SpanSource): SpanSource {
  return {
    read: async function* read(span, options) {
      const wants = options.redact === false ? undefined : storedMatcher(span, options);
      const covered = wants === undefined ? [] : await recall.covered(span, options);
      const pieces = stretches(span, covered);
      if (wants === undefined || pieces.every(({ kept }) => kept === undefined)) {
        yield* behind.read(span, options);
        return;
      }
      const matches = isAll(span) ? undefined : wants;
      for (const { window, kept } of pieces) {
        const piece = { ...span, window };
        if (kept === undefined) yield* asked(behind, piece, options);
        else yield* recalled(piece, options, { recall, behind, kept, matches });
      }
    },
  };
}

interface Recalling {
  readonly recall: Recall;
  readonly behind: SpanSource;
  readonly kept: Covered;
  readonly matches: Ask['matches'];
}

/** Memory is a convenience: what it fails to give, the source behind still has. */
async function* recalled(
  span: WantedSpan,
  options: SpanOptions,
  { recall, behind, kept: { readAt }, matches }: Recalling,
): AsyncGenerator<Batch, void, undefined> {
  const { window, order, connection } = span;
  const { raw, brief, signal, takePage } = options;
  const wanted = asShown(span.wanted, connection.fingerprint);
  let reached = nearEnd(window, order);
  try {
    for await (const found of recall.read({
      log: originOf(span.connection, span.log.id),
      window,
      order,
      wanted,
      matches,
      raw,
      brief,
    })) {
      signal?.throwIfAborted();
      // What a question may cost beside its own events goes by how much it has read.
      takePage?.();
      ({ reached } = found);
      yield { ...found, kept: { ...window, readAt }, pages: 0, notices: [] };
    }
  } catch (thrown) {
    signal?.throwIfAborted();
    if (isAuditError(thrown) && thrown.fault.held !== undefined) throw thrown;
    const rest = { ...span, window: beyond(window, reached, order) };
    recall.failed(rest);
    yield* asked(behind, rest, options);
  }
}
