// Every export here is public API for stores of events: the interface between a question and the source of its events.
export {
  isAll,
  type Count,
  type SpanOptions,
  type SpanSource,
  type Wanted,
  type WantedSpan,
} from './reading/span-source.ts';
export { plusTimes, type Countable, type Counting, type Counts, type Times } from './reading/countable.ts';
export type { Batch, Kept, Span } from './reading/span.ts';
export { whyFailed, type Missing } from './reading/gap.ts';
export { throwIfCancelled } from './errors.ts';
export { addressMatcher } from './address.ts';
export { EVENT_DIMENSIONS, valuesOf, type EventDimension, type Grouped } from './reading/dimensions.ts';
export { locate, originKey } from './identity.ts';
export { targetsOf, VERBS, type Actor } from './event.ts';
export { asShown, isActor, isAsWritten, meeting, storedMatcher, textsOf } from './reading/matching.ts';
export { synonymsOf } from './reading/synonyms.ts';
export { beyond, farEnd, nearEnd, sorted, type Dated, type Order, type Place } from './reading/order.ts';
export { narrowed } from './reading/narrowed.ts';
export { chooseLogs, originOf, type ChosenLog } from './reading/log-names.ts';
export { vendorSource } from './reading/vendor-source.ts';
export { sharedSource } from './reading/shared-source.ts';
export { clip, holds, iso, subtract, union, type Window } from './window.ts';
