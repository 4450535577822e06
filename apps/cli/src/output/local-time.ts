/** Times as people read them, in a zone: `2026-10-01 14:03:09`. */
export function localTime(timeZone: string): (time: string) => string {
  // The Swedish locale formats dates like ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (time) => format.format(new Date(time));
}
