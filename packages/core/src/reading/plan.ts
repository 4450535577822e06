import { createDensity, cutAt, lengthOf, SHORTEST_MS, type Density } from './density.ts';
import type { Order } from './order.ts';
import type { Limits, Log } from '../provider.ts';
import { cut, type Window } from '../window.ts';

export interface Planned {
  readonly connection: { readonly provider: { readonly limits: Limits } };
  readonly log: Log;
  readonly window: Window;
  readonly order: Order;
  /** How long the first slice is, if not what suits the log. */
  readonly sliceMs?: number | undefined;
}

/** Cuts a window into slices as they are needed, each as long as what was read suggests. */
export interface Plan {
  /** A slice of about so many pages. */
  readonly next: (pages: number) => Window | undefined;
  /** A stretch of so many milliseconds holds so many entries. */
  readonly learn: Density['learn'];
  /** How many pages there are still to be cut; undefined where nothing is known yet. */
  readonly left: () => number | undefined;
}

/** So long should a piece be at most, in pages, where all lanes have as much to do. */
export const MOST_PAGES = 14;

const HELD_FOR_A_LANE = 16;

/** Of what waits for its turn, as many pages are held as it takes to keep the lanes busy. */
export function mostHeld(lanes: number): number {
  return HELD_FOR_A_LANE * Math.max(2, lanes - 1);
}

/**
 * How many pages a piece should have, so that all lanes end together. Longer pieces mean fewer last pages that are not
 * full, and more pages that wait for their turn.
 */
export function goodPages(left: number, lanes: number, most: number): number {
  return left / (lanes * Math.max(1, Math.ceil(left / (lanes * most))));
}

/** A stretch that holds little says little about the next. */
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

/** The window in as few pieces as the vendor allows, in the asked order. */
export function pieces({ connection, window, order }: Planned): Window[] {
  return ordered(cut(window, connection.provider.limits.windowMs ?? window.to - window.from), order);
}

/** The window in equal parts, in the asked order. */
export function parts(window: Window, into: number, order: Order): Window[] {
  return ordered(cut(window, Math.max(SHORTEST_MS, Math.ceil((window.to - window.from) / into))), order);
}

function ordered(windows: Window[], order: Order): Window[] {
  return order === 'oldest' ? windows : windows.toReversed();
}
