import type { Connection } from '../exchange/connection.ts';
import type { DatedPage, Page } from './page.ts';
import type { FiltersOf, Provider } from '../provider.ts';
import { parseInput } from '../refuse.ts';
import type { ReadOptions, Slice } from './slice.ts';
import { createWalk, type Step, type WalkOptions } from './walk.ts';

/**
 * The paginator: reads one slice of one log page by page. Returns every event of the slice exactly once, even if the
 * vendor's cursor expires halfway. Continues past empty pages and detects loops. Stopping the iteration early cancels
 * the request under way.
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

/** The same for internal use, with the positions of the events. */
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

/** Starts the next page. If it fails, the error is thrown when that page is asked for. */
function begin(next: (() => Promise<Step>) | undefined): Promise<Step> | undefined {
  const coming = next?.();
  coming?.catch(() => undefined);
  return coming;
}
