export type Clock = (time: string | number, timeStyle?: 'short' | 'medium') => string;

/** Writes times in a zone: `2026-11-15 14:00`, with seconds on demand. */
export function clock(timeZone = 'UTC'): Clock {
  return (time, timeStyle = 'short') =>
    new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle }).format(new Date(time));
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
