import type { Order } from './order.ts';
import type { Window } from '../window.ts';

/** How densely entries lie, by what was read last. */
export interface Density {
  readonly learn: (ms: number, entries: number) => void;
  /** How long a page is; undefined where nothing is known yet. */
  readonly pageMs: () => number | undefined;
}

/** With each `learn` what was read before counts less, by the given share. */
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

/** Vendors date to the second: nothing is cut shorter, or elsewhere. */
export const SHORTEST_MS = 1000;

/** What is cut ends so much of a page early: a last page that is nearly full, and not one more that is nearly empty. */
const SPARE = 0.25;

/** How long about so many whole pages are. */
export function lengthOf(pages: number, pageMs: number): number {
  const ms = (Math.max(1, Math.round(pages)) - SPARE) * pageMs;
  return Math.max(SHORTEST_MS, Math.round(ms / SHORTEST_MS) * SHORTEST_MS);
}

/** The window cut in two so far from its near end: the near part and the far one. */
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
