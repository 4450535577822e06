import type { Wanted, WantedSpan } from './span-source.ts';
import type { Filters } from '../provider.ts';

/** The criteria of a span, divided between the vendor and us. */
export interface Shared {
  /** What the vendor filters by: native filters of the caller, and criteria that were pushed down. */
  readonly filters: Filters;
  /** What is filtered locally. */
  readonly rest: Wanted;
}

/** Pushes down what the vendor can filter by. A criterion that conflicts with a native filter is applied locally. */
export function narrowed({ connection, log, wanted, filters: native }: Omit<WantedSpan, 'window' | 'order'>): Shared {
  const { provider } = connection;
  let filters = native;
  const rest: Record<string, unknown> = { ...wanted };
  for (const [name, value] of Object.entries(wanted)) {
    const taken = provider.narrow?.({ [name]: value }, log.id);
    const took = taken?.took.some((one) => one === name) ?? false;
    if (taken === undefined || !took || Object.keys(taken.filters).some((key) => key in filters)) continue;
    filters = { ...filters, ...taken.filters };
    delete rest[name];
  }
  return { filters, rest };
}
