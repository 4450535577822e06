import type { World } from '../vendor.ts';
import type { Item } from './log.ts';
import { hourOf, isNight, WEEK } from './rhythm.ts';

/** So many entries come after the story. */
const AFTERMATH = 25;
/** One routine in so many may be noteworthy in a calm world. */
const SELDOM = 8;

/** What happens at fixed places of a log. */
export interface Stories<T> {
  readonly at: Readonly<Record<number, T>>;
  /** So many entries later they start again. */
  readonly length: number;
}

/** What a story tells here. In a calm world it is told once, shortly before the end, in all logs at the same time. */
export function told<T>({ at, length }: Stories<T>, { number }: Item, { calm, count }: World): T | undefined {
  return calm ? at[number - Math.max(0, count - length - AFTERMATH)] : at[number % length];
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
