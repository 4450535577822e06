import { describe, expect, test } from 'vitest';
import { checkHours, hoursTest } from '../src/reading/hours.ts';

function isWithin(said: string, time: string, timeZone?: string): boolean {
  return hoursTest({ said, timeZone })(Date.parse(time));
}

// The 16th of November 2026 is a Monday.
describe('Hours', () => {
  test.each([
    ['22-06', '2026-11-16T22:00:00Z', true],
    ['22-06', '2026-11-17T05:59:59Z', true],
    ['22-06', '2026-11-17T06:00:00Z', false],
    ['22-06', '2026-11-16T21:59:59Z', false],
    ['08:30-17', '2026-11-16T08:29:59Z', false],
    ['08:30-17', '2026-11-16T08:30:00Z', true],
    ['8-17', '2026-11-16T17:00:00Z', false],
    ['18-24', '2026-11-16T23:59:59Z', true],
    ['18-0', '2026-11-16T23:59:59Z', true],
    ['00-24', '2026-11-16T12:00:00Z', true],
    ['sat-sun', '2026-11-15T23:59:59Z', true],
    ['sat-sun', '2026-11-16T00:00:00Z', false],
    ['Saturday', '2026-11-14T12:00:00Z', true],
    ['fri-mon', '2026-11-16T12:00:00Z', true],
    ['fri-mon', '2026-11-17T12:00:00Z', false],
    ['mon 09-17', '2026-11-16T12:00:00Z', true],
    ['mon 09-17', '2026-11-17T12:00:00Z', false],
    ['sat-sun, mon-fri 20-07', '2026-11-15T12:00:00Z', true],
    ['sat-sun, mon-fri 20-07', '2026-11-16T20:30:00Z', true],
    ['sat-sun, mon-fri 20-07', '2026-11-16T12:00:00Z', false],
  ])('%s: %s is %s', (said, time, expected) => {
    expect(isWithin(said, time)).toBe(expected);
  });

  test('of a night belong to the day on which it begins', () => {
    expect(isWithin('fri 22-06', '2026-11-14T03:00:00Z')).toBe(true);
    expect(isWithin('fri 22-06', '2026-11-13T03:00:00Z')).toBe(false);
  });

  test('are those of the time zone, with its summer time', () => {
    expect(isWithin('09-10', '2026-07-01T07:30:00Z', 'Europe/Berlin')).toBe(true);
    expect(isWithin('09-10', '2026-12-01T08:30:00Z', 'Europe/Berlin')).toBe(true);
    expect(isWithin('mon', '2026-11-15T19:00:00Z', 'Asia/Kolkata')).toBe(true);
    expect(isWithin('00:15-00:45', '2026-11-15T19:00:00Z', 'Asia/Kolkata')).toBe(true);
  });

  test.each([
    '',
    'night',
    '22',
    '22-',
    '25-03',
    '22-22',
    '0-0',
    '09:60-10',
    'mo-fr',
    'mon-',
    '22-06,',
    'mon 9-17 18-20',
  ])('that cannot be read are refused, with examples: %j', (said) => {
    expect(() => {
      checkHours(said);
    }).toThrow(
      expect.objectContaining({
        fault: expect.objectContaining({ field: 'hours', hint: expect.stringContaining('22-06') }),
      }),
    );
  });
});
