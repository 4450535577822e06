export type Clock = (time: string | number, length?: number) => string;

/** How much of a time to show. */
const MINUTE = 16;
export const SECOND = 19;

/** Writes times in a zone, as much of `2026-11-15 14:00:00` as is wanted; without seconds by default. */
export function clock(timeZone = 'UTC'): Clock {
  // Making a format takes longer than using it a hundred times.
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (time, length = MINUTE) => format.format(new Date(time)).slice(0, length);
}

/** `1,234`. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** `1,234 events`, and `1 event`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** A name such as `beyond_retention`, in words. */
export function worded(name: string): string {
  return name.replaceAll('_', ' ');
}
