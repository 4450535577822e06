const DAY = 86_400_000;
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY,
  w: 7 * DAY,
  M: 30 * DAY,
  y: 365 * DAY,
};

/** A validated Sigma timespan, such as `24h`, in milliseconds; 0 if there is none. */
export function parseTimespan(text: string | undefined): number {
  return text === undefined ? 0 : Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0);
}
