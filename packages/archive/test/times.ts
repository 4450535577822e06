export const START = Date.UTC(2026, 10, 15, 12);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
