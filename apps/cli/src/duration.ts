import { AuditError } from '@trailhound/core';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `5m`, `12h`, `400d` in milliseconds. */
export function parseDuration(given: string, option: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(given) ?? [];
  const ms = Number(digits) * (UNITS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new AuditError({
    code: 'invalid_query',
    field: option,
    message: `--${option}: ${JSON.stringify(given)} is no duration`,
    hint: 'Write a number and a unit: 30s, 5m, 12h or 7d.',
  });
}
