/** Years with four digits: other years do not sort correctly as text, and no vendor accepts them. */
export const EARLIEST = Date.UTC(1000, 0);
export const LATEST = Date.UTC(10_000, 0) - 1;

/** Whether a number is a plausible event time. */
export function isTime(at: number): boolean {
  return at >= EARLIEST && at <= LATEST;
}
