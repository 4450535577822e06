import { beyond, farEnd, type Order } from './order.ts';
import type { Limits, Log } from './provider.ts';
import { cut, type Window } from './window.ts';

interface Planned {
  readonly connection: { readonly provider: { readonly limits: Limits } };
  readonly log: Log;
  readonly window: Window;
  readonly order: Order;
  /** How long the first slice is, if not what suits the log. */
  readonly sliceMs?: number | undefined;
}

/** Cuts a window into slices as they are needed, each as long as the last ones suggest. */
export interface Plan {
  readonly next: () => Window | undefined;
  /** A slice of the given window took so many pages. */
  readonly learn: (window: Window, pages: number) => void;
}

const MOST_GROWTH = 8;

/** Vendors date to the second: nothing is cut shorter. */
const SHORTEST_MS = 1000;

/** Slices are made so long that they take about the given number of pages. */
export function createPlan(planned: Planned, goodPages: number): Plan {
  const { connection, log, window, order, sliceMs = log.sliceMs } = planned;
  const longest = connection.provider.limits.windowMs ?? Number.POSITIVE_INFINITY;
  let length = Math.min(sliceMs, longest);
  let rest: Window | undefined = window;
  return {
    next: () => {
      if (rest === undefined) return undefined;
      const slice = order === 'oldest' ? firstOf(rest, length) : lastOf(rest, length);
      rest = without(rest, slice, order);
      return slice;
    },
    learn: (slice, pages) => {
      const growth = Math.min(MOST_GROWTH, goodPages / Math.max(1, pages));
      length = Math.max(SHORTEST_MS, Math.min(longest, Math.round((slice.to - slice.from) * growth)));
    },
  };
}

function firstOf({ from, to }: Window, length: number): Window {
  return { from, to: Math.min(to, from + length) };
}

function lastOf({ from, to }: Window, length: number): Window {
  return { from: Math.max(from, to - length), to };
}

function without(window: Window, slice: Window, order: Order): Window | undefined {
  const rest = beyond(window, farEnd(slice, order), order);
  return rest.from < rest.to ? rest : undefined;
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
