import { clip, cut, subtract, type Window } from '../window.ts';

const DAY = 86_400_000;

/** What there is of a log, and what is wanted. */
export interface Wish {
  readonly wanted: Window;
  readonly covered: readonly Window[];
  /** What nobody can have any more. */
  readonly lost?: readonly Window[] | undefined;
  /** Up to here nothing new is expected. */
  readonly settledUntil: number;
}

/** What is wanted and settled and not there yet, oldest first, in pieces that lie within one day of UTC. */
export function missingPieces({ wanted, covered, lost = [], settledUntil }: Wish): Window[] {
  const settled = clip(wanted, { from: Number.NEGATIVE_INFINITY, to: settledUntil });
  return settled === undefined ? [] : subtract(settled, [...covered, ...lost]).flatMap(byDay);
}

/** A window cut at every midnight of UTC, oldest first. */
export function byDay({ from, to }: Window): Window[] {
  const midnight = Math.floor(from / DAY) * DAY;
  return cut({ from: midnight, to }, DAY).flatMap((day) => clip(day, { from, to }) ?? []);
}
