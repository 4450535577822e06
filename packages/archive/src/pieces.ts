import { isAuditError } from '@trailhound/core';
import {
  beyond,
  clip,
  farEnd,
  nearEnd,
  subtract,
  whyFailed,
  type Batch,
  type Missing,
  type SpanOptions,
  type SpanSource,
  type WantedSpan,
  type Window,
} from '@trailhound/core/source';
import type { Covered } from './port.ts';

interface Stretch {
  readonly window: Window;
  /** The covered stretch. */
  readonly kept: Covered | undefined;
}

/** Splits a span into covered stretches and holes, in the asked order. */
export function stretches({ window, order }: WantedSpan, covered: readonly Covered[]): Stretch[] {
  const inside = covered.flatMap((kept) => {
    const shared = clip(kept, window);
    return shared === undefined ? [] : [{ window: shared, kept }];
  });
  const holes = subtract(window, covered).map((hole) => ({ window: hole, kept: undefined }));
  const oldest = [...inside, ...holes].toSorted((a, b) => a.window.from - b.window.from);
  return order === 'oldest' ? oldest : oldest.toReversed();
}

/** Reads a hole from the source behind. Reports what cannot be read, so that reading can continue beyond it. */
export async function* asked(
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
    yield missing(span, [{ ...beyond(window, reached, order), ...whyFailed(thrown, connection, options.signal) }]);
  }
}

export function missing({ window, order }: WantedSpan, gaps: readonly Missing[]): Batch {
  return { ...nothing(farEnd(window, order)), missing: gaps };
}

export function nothing(reached: number): Batch {
  return { events: [], reached, scanned: 0, pages: 0, notices: [] };
}
