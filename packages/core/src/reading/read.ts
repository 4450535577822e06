import type { CallLimits } from '../exchange/call.ts';
import type { Connection } from '../exchange/connection.ts';
import type { DatedPage, Page } from './page.ts';
import type { Filters, FiltersOf, EventDetail, Provider } from '../provider.ts';
import { parseInput } from '../refuse.ts';
import { createWalk, type Step, type WalkOptions } from './walk.ts';
import type { Window } from '../window.ts';

/** A piece of a log that is read on its own. Everything in it is frozen. */
export interface Slice<F = Filters> {
  readonly log: string;
  readonly window: Window;
  /** The vendor's own filters. */
  readonly filters?: F;
  /** What to ask for where the vendor lets one choose; pages come in the vendor's order. */
  readonly order?: 'newest' | 'oldest';
}

/** How a slice is read. */
export interface ReadOptions extends CallLimits, EventDetail {
  /** Asks for the next page while the caller works on this one. On unless said otherwise. */
  readonly prefetch?: boolean | undefined;
  /** More pages than this are an error: something goes round in circles. */
  readonly maxPages?: number | undefined;
  /** Replaces secrets in events by markers. On unless said otherwise. */
  readonly redact?: boolean | undefined;
  /** Keeps the vendor's entry in every event. On unless said otherwise; without it an event is half as large. */
  readonly raw?: boolean | undefined;
}

/**
 * The paginator: one slice of one log, page by page. Every event of the slice comes exactly once, also when the
 * vendor's cursor dies on the way. Goes on over empty pages; refuses to go round in circles. Ending the
 * iteration early cancels what is under way.
 */
export function read<P extends Provider>(
  connection: Connection<P>,
  slice: Slice<FiltersOf<P>>,
  options?: ReadOptions,
): AsyncGenerator<Page, void, undefined>;
export async function* read(
  connection: Connection,
  slice: Slice,
  options: ReadOptions = {},
): AsyncGenerator<Page, void, undefined> {
  const { provider } = connection;
  const filters = parseInput(provider.filters, slice.filters ?? {}, ['filters', provider.id]);
  for await (const page of readDated(connection, { ...slice, filters }, options)) {
    yield { ...page, events: page.events.map(({ event }) => event) };
  }
}

/** The same for the engine, which needs the places of the events. */
export async function* readDated(
  connection: Connection,
  slice: Slice,
  options: WalkOptions,
): AsyncGenerator<DatedPage, void, undefined> {
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  let coming: Promise<Step> | undefined = createWalk(connection, slice, { ...options, signal })();
  try {
    while (coming !== undefined) {
      const { page, next }: Step = await coming;
      coming = options.prefetch === false ? undefined : begin(next);
      yield page;
      coming ??= next?.();
    }
  } finally {
    stop.abort();
    await coming?.catch(() => undefined);
  }
}

/** A failure of the next page belongs to the next page: it is thrown when that page is asked for. */
function begin(next: (() => Promise<Step>) | undefined): Promise<Step> | undefined {
  const coming = next?.();
  coming?.catch(() => undefined);
  return coming;
}
