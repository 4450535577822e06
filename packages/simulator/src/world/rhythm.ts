/** How busy the company is by hour of the week, in UTC: working days are busy, nights nearly empty. */
const HOUR = 3_600_000;
const HOURS_A_WEEK = 168;
export const WEEK = HOURS_A_WEEK * HOUR;
/** The epoch began on a Thursday. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5);

const BUSY = Array.from({ length: HOURS_A_WEEK }, (_, hour) => busyness(Math.floor(hour / 24), hour % 24));
/** The cumulative activity of a week before each hour. */
const DONE = BUSY.reduce<number[]>((sums, busy) => [...sums, (sums.at(-1) ?? 0) + busy], [0]);
const DONE_A_WEEK = DONE[HOURS_A_WEEK] ?? 1;

function busyness(day: number, hour: number): number {
  const share = hour >= 8 && hour < 18 ? 1 : hour >= 6 && hour < 20 ? 0.5 : 0.12;
  return day >= 5 ? share * 0.3 : share;
}

/** The cumulative activity up to a time, which is monotonic. */
export function doneAt(time: number): number {
  const week = Math.floor((time - FIRST_MONDAY) / WEEK);
  const hours = (time - FIRST_MONDAY - week * WEEK) / HOUR;
  const hour = Math.min(HOURS_A_WEEK - 1, Math.floor(hours));
  return week * DONE_A_WEEK + (DONE[hour] ?? 0) + (hours - hour) * (BUSY[hour] ?? 0);
}

/** The inverse: when this much activity has happened. */
export function timeWhen(done: number): number {
  const week = Math.floor(done / DONE_A_WEEK);
  const rest = done - week * DONE_A_WEEK;
  let [low, high] = [0, HOURS_A_WEEK - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((DONE[middle] ?? 0) <= rest) low = middle;
    else high = middle - 1;
  }
  // Never past the hour, whatever the rounding, because times must not go backwards.
  const share = Math.min(1, Math.max(0, (rest - (DONE[low] ?? 0)) / (BUSY[low] ?? 1)));
  return FIRST_MONDAY + week * WEEK + (low + share) * HOUR;
}

/** The hour of the day, and the number of the day since the epoch. */
export function hourOf(time: number): { readonly day: number; readonly hour: number } {
  const hours = Math.floor(time / HOUR);
  return { day: Math.floor(hours / 24), hour: ((hours % 24) + 24) % 24 };
}

/** When nobody in this company should be at work. */
export function isNight(time: number): boolean {
  const { hour } = hourOf(time);
  return hour >= 1 && hour < 5;
}
