import type { Wanted, WantedSpan } from './span-source.ts';
import type { Filters } from '../provider.ts';

/** What is wanted of a span, shared out between the vendor and us. */
export interface Shared {
  /** What the vendor filters by: what the caller gave it, and what it takes over from us. */
  readonly filters: Filters;
  /** What is filtered here. */
  readonly rest: Wanted;
}

/** Pushes down what the vendor can filter by. A criterion that collides with a native filter is filtered here. */
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
