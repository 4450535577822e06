import { clip, cut, subtract, type Window } from '../window.ts';

const DAY = 86_400_000;

/** Which part of a log is wanted, and which is there. */
export interface Wish {
  readonly wanted: Window;
  readonly covered: readonly Window[];
  /** What can no longer be read. */
  readonly lost?: readonly Window[] | undefined;
  /** No new events are expected before this time. */
  readonly settledUntil: number;
}

/** What is wanted, settled and not there yet, oldest first, in pieces within a UTC day. */
export function missingPieces({ wanted, covered, lost = [], settledUntil }: Wish): Window[] {
  const settled = clip(wanted, { from: Number.NEGATIVE_INFINITY, to: settledUntil });
  return settled === undefined ? [] : subtract(settled, [...covered, ...lost]).flatMap(byDay);
}

/** A window cut at every midnight in UTC, oldest first. */
export function byDay({ from, to }: Window): Window[] {
  const midnight = Math.floor(from / DAY) * DAY;
  return cut({ from: midnight, to }, DAY).flatMap((day) => clip(day, { from, to }) ?? []);
}
