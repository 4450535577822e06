export type Clock = (time: string | number, timeStyle?: 'short' | 'medium') => string;

/** Writes times in a zone: `2026-11-15 14:00`, with seconds on demand. */
export function clock(timeZone = 'UTC'): Clock {
  const styled = (timeStyle: 'short' | 'medium'): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle });
  // Making a format takes longer than using it a hundred times.
  const formats = { short: styled('short'), medium: styled('medium') };
  return (time, timeStyle = 'short') => formats[timeStyle].format(new Date(time));
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
