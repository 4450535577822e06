import type { Order } from './order.ts';
import type { Window } from '../window.ts';

/** How densely entries lie in time, estimated from recent reads. */
export interface Density {
  readonly learn: (ms: number, entries: number) => void;
  /** How much time one page covers; undefined until something was read. */
  readonly pageMs: () => number | undefined;
}

/** An exponentially weighted average: each `learn` scales down what came before by the given factor. */
export function createDensity(pageSize: number, remembered: number): Density {
  let time = 0;
  let read = 0;
  return {
    learn: (ms, entries) => {
      time = time * remembered + ms;
      read = read * remembered + entries;
    },
    pageMs: () => (read > 0 ? (time * pageSize) / read : undefined),
  };
}

/** Vendors have timestamps in whole seconds, so windows are never cut shorter or between seconds. */
export const SHORTEST_MS = 1000;

/**
 * Cuts aim this share of a page short, to end with a nearly full page instead of one extra page that is nearly empty.
 */
const SPARE = 0.25;

/** How much time about this many whole pages cover. */
export function lengthOf(pages: number, pageMs: number): number {
  const ms = (Math.max(1, Math.round(pages)) - SPARE) * pageMs;
  return Math.max(SHORTEST_MS, Math.round(ms / SHORTEST_MS) * SHORTEST_MS);
}

/** Cuts the window in two at this distance from its near end. Returns the near part and the far part. */
export function cutAt(window: Window, ms: number, order: Order): readonly [Window, Window] {
  const { from, to } = window;
  const at = order === 'oldest' ? from + ms : to - ms;
  const middle = Math.min(to, Math.max(from, Math.round(at / SHORTEST_MS) * SHORTEST_MS));
  const [older, newer] = [
    { from, to: middle },
    { from: middle, to },
  ];
  return order === 'oldest' ? [older, newer] : [newer, older];
}
