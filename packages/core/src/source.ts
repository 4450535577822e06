// Every export here is public API for stores of events: the interface between a question and the source of its events.
export type { Count, SpanOptions, SpanSource, Wanted, WantedSpan } from './reading/span-source.ts';
export type { Batch, Span } from './reading/span.ts';
export { whyFailed, type Missing } from './reading/gap.ts';
export { storedMatcher } from './reading/matching.ts';
export { beyond, farEnd, nearEnd, sorted, type Dated, type Order } from './reading/order.ts';
export { vendorSource } from './reading/vendor-source.ts';
export { clip, holds, iso, subtract, type Window } from './window.ts';
