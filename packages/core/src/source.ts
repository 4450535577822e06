// A line here is public API, for those who keep events: the seam between a question and where its events come from.
export type { Count, SpanOptions, SpanSource, Wanted, WantedSpan } from './reading/span-source.ts';
export type { Batch, Span } from './reading/span.ts';
export { whyFailed, type Missing } from './reading/gap.ts';
export { storedMatcher } from './reading/matching.ts';
export { beyond, farEnd, nearEnd, sorted, type Dated, type Order } from './reading/order.ts';
export { vendorSource } from './reading/vendor-source.ts';
export { clip, holds, iso, subtract, type Window } from './window.ts';
