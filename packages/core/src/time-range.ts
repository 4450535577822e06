/** The years of four digits: what lies outside sorts wrongly as text, and no vendor reads it. */
export const EARLIEST = Date.UTC(1000, 0);
export const LATEST = Date.UTC(10_000, 0) - 1;

/** Whether a number is a time that anything can have happened at. */
export function isTime(at: number): boolean {
  return at >= EARLIEST && at <= LATEST;
}
