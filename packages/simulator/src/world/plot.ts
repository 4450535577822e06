import type { World } from '../vendor.ts';
import type { Item } from './log.ts';
import { hourOf, isNight } from './rhythm.ts';

const WEEK = 7 * 86_400_000;
/** So many entries come after the story. */
const AFTERMATH = 25;
/** One routine in so many is noteworthy in a calm world. */
const SELDOM = 8;

/**
 * The place in the story of a log. The story starts again when it is over; in a calm world it is told once, shortly
 * before the end, in all logs at the same time.
 */
export function placeOf({ number }: Item, length: number, { calm, count }: World): number | undefined {
  if (!calm) return number % length;
  const place = number - Math.max(0, count - length - AFTERMATH);
  return place >= 0 && place < length ? place : undefined;
}

/** Which of three kinds of nights it is; undefined by day. A calm world has them in its last week only. */
export function nightOf({ time }: Item, { calm, to }: World): number | undefined {
  return isNight(time) && (!calm || time > to - WEEK) ? hourOf(time).day % 3 : undefined;
}

/** What people do all the time. In a calm world, it is seldom something that a reviewer looks at. */
export function routine<T extends { readonly noteworthy?: boolean }>(
  all: readonly [T, ...T[]],
  { number }: Item,
  { calm }: World,
): readonly [T, ...T[]] {
  if (!calm || number % SELDOM === 0) return all;
  return all.filter(({ noteworthy = false }) => !noteworthy) as [T, ...T[]];
}
