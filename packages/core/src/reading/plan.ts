import { createDensity, cutAt, lengthOf, SHORTEST_MS, type Density } from './density.ts';
import type { Order } from './order.ts';
import type { Limits, Log } from '../provider.ts';
import { cut, type Window } from '../window.ts';

export interface Planned {
  readonly connection: { readonly provider: { readonly limits: Limits } };
  readonly log: Log;
  readonly window: Window;
  readonly order: Order;
  /** How long the first slice is; what suits the log by default. */
  readonly sliceMs?: number | undefined;
}

/** Cuts a window into slices on demand, each as long as recent reads suggest. */
export interface Plan {
  /** A slice of about this many pages. */
  readonly next: (pages: number) => Window | undefined;
  /** Records that a stretch of this many milliseconds holds this many entries. */
  readonly learn: Density['learn'];
  /** How many pages are still to be cut off; undefined until something was read. */
  readonly left: () => number | undefined;
}

/** The most pages a piece should have when all lanes have the same amount of work. */
export const MOST_PAGES = 14;

const HELD_FOR_A_LANE = 16;

/** How many pages may be buffered: enough to keep all lanes busy. */
export function mostHeld(lanes: number): number {
  return HELD_FOR_A_LANE * Math.max(2, lanes - 1);
}

/**
 * How many pages a piece should have so that all lanes finish together. Longer pieces mean fewer half-empty last pages,
 * but more buffered ones.
 */
export function goodPages(left: number, lanes: number, most: number): number {
  return left / (lanes * Math.max(1, Math.ceil(left / (lanes * most))));
}

/** Limits growth, because a sparse stretch says little about the next. */
const MOST_GROWTH = 8;
const REMEMBERED = 0.5;

export function createPlan({ connection, log, window, order, sliceMs = log.sliceMs }: Planned): Plan {
  const { windowMs: longest = Number.POSITIVE_INFINITY, pageSize } = connection.provider.limits;
  const density = createDensity(pageSize, REMEMBERED);
  let most = sliceMs;
  let rest = window;
  return {
    next: (pages) => {
      if (rest.from >= rest.to) return undefined;
      const pageMs = density.pageMs();
      const wanted = pageMs === undefined ? most : Math.min(most, lengthOf(pages, pageMs));
      const [slice, after] = cutAt(rest, Math.min(wanted, longest), order);
      rest = after;
      return slice;
    },
    learn: (ms, entries) => {
      density.learn(ms, entries);
      most = Math.max(SHORTEST_MS, ms * MOST_GROWTH);
    },
    left: () => {
      const pageMs = density.pageMs();
      return pageMs === undefined ? undefined : (rest.to - rest.from) / pageMs;
    },
  };
}

/** Cuts the window into as few pieces as the vendor allows, in the asked order. */
export function pieces({ connection, window, order }: Planned): Window[] {
  return ordered(cut(window, connection.provider.limits.windowMs ?? window.to - window.from), order);
}

/** Cuts the window into equal parts, in the asked order. */
export function parts(window: Window, into: number, order: Order): Window[] {
  return ordered(cut(window, Math.max(SHORTEST_MS, Math.ceil((window.to - window.from) / into))), order);
}

function ordered(windows: Window[], order: Order): Window[] {
  return order === 'oldest' ? windows : windows.toReversed();
}
