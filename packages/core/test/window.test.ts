import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '../src/moment.ts';
import { EARLIEST, LATEST } from '../src/time-range.ts';
import { clip, cut, iso, parseWindow, subtract, type WindowInput } from '../src/window.ts';

// A Friday.
const NOW = Date.parse('2026-11-20T15:30:00.000Z');

function window(input: WindowInput): string {
  const { from, to } = parseWindow(input, NOW);
  return `${iso(from)} ${iso(to)}`;
}

function refusal(input: WindowInput): unknown {
  try {
    return parseWindow(input, NOW);
  } catch (thrown) {
    return thrown;
  }
}

describe('A window', () => {
  test.each<[WindowInput, string]>([
    [{}, '2026-11-19T15:30:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: '24h' }, '2026-11-19T15:30:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: '7d', until: '2d' }, '2026-11-13T15:30:00.000Z 2026-11-18T15:30:00.000Z'],
    [{ since: '2w' }, '2026-11-06T15:30:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: '90m', until: 'now' }, '2026-11-20T14:00:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: 'today' }, '2026-11-20T00:00:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: 'yesterday', until: 'yesterday' }, '2026-11-19T00:00:00.000Z 2026-11-20T00:00:00.000Z'],
    [{ since: 'Monday' }, '2026-11-16T00:00:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: 'friday' }, '2026-11-20T00:00:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: '2026-11-01', until: '2026-11-02' }, '2026-11-01T00:00:00.000Z 2026-11-03T00:00:00.000Z'],
    [
      { since: '2026-11-01T08:00:00Z', until: '2026-11-01T10:00:00+01:00' },
      '2026-11-01T08:00:00.000Z 2026-11-01T09:00:00.000Z',
    ],
    [{ since: '2026-11-01T08:00:00.123456Z' }, '2026-11-01T08:00:00.123Z 2026-11-20T15:30:00.000Z'],
    [{ since: 'today', timeZone: 'America/New_York' }, '2026-11-20T05:00:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: '2026-11-01T08:00', timeZone: 'Europe/Berlin' }, '2026-11-01T07:00:00.000Z 2026-11-20T15:30:00.000Z'],
    [{ since: '7d', until: '2027-01-01' }, '2026-11-13T15:30:00.000Z 2026-11-20T15:30:00.000Z'],
  ])('reads %o', (input, expected) => {
    expect(window(input)).toBe(expected);
  });

  test.each<[string, WindowInput, string, RegExp]>([
    ['a word that is no time', { since: 'last spring' }, 'since', /24h, 7d/],
    ['a day that no calendar has', { since: '2026-02-30' }, 'since', /2026-01-31/],
    ['an hour that no clock has', { until: '2026-02-03T25:00:00Z' }, 'until', /zone/],
    ['a time without zone', { since: '2026-11-01T08:00:00' }, 'since', /08:00:00Z for UTC/],
    ['a zone that no map has', { since: 'today', timeZone: 'Mars/Olympus' }, 'timeZone', /IANA/],
    ['an abbreviation that means two places', { since: 'today', timeZone: 'BST' }, 'timeZone', /IANA.*or UTC/],
    ['a zone without summer time that looks like one', { timeZone: 'EST' }, 'timeZone', /America\/New_York/],
    ['an end before the start', { since: '2d', until: '3d' }, 'until', /later until/],
    ['a start in the future', { since: '2027-01-01' }, 'since', /earlier time/],
  ])('refuses %s, naming the field and what would work', (_, input, field, hint) => {
    expect(refusal(input)).toMatchObject({
      code: 'invalid_query',
      fault: { field },
      message: expect.stringContaining(`${field}: `),
      hint: expect.stringMatching(hint),
    });
  });

  test.each(['IST', 'CST', 'EST', 'MST', 'HST', 'bst', 'CET', 'EST5EDT', 'Japan'])(
    'accepts no time zone without a place, such as %s',
    (timeZone) => {
      expect(refusal({ timeZone })).toMatchObject({ code: 'invalid_query', fault: { field: 'timeZone' } });
    },
  );

  test.each(['UTC', 'utc', 'GMT', 'Etc/GMT+5', 'Etc/UTC', 'US/Pacific', 'America/Argentina/Ushuaia', '+05:30'])(
    'accepts the time zone %s, which is unambiguous',
    (timeZone) => {
      expect(window({ since: '24h', timeZone })).toBe('2026-11-19T15:30:00.000Z 2026-11-20T15:30:00.000Z');
    },
  );

  test.each([
    ['in spring, with 23 hours', '2026-03-29', 23],
    ['in autumn, with 25 hours', '2026-10-25', 25],
    ['in summer, with 24 hours', '2026-07-01', 24],
  ])('covers a whole local day %s', (_, day, hours) => {
    const { from, to } = parseWindow({ since: day, until: day, timeZone: 'Europe/Berlin' }, NOW);
    expect((to - from) / 3_600_000).toBe(hours);
  });

  test('is never empty, never ends in the future and never depends on the machine, whatever is asked', () => {
    const unit = fc.constantFrom('s', 'm', 'h', 'd', 'w');
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia');
    const words = fc.constantFrom('today', 'yesterday', 'monday', 'sunday', 'now');
    const moment = fc.oneof(
      words,
      fc.tuple(fc.integer({ min: 0, max: 500 }), unit).map(([n, u]) => `${n}${u}`),
    );
    fc.assert(
      fc.property(moment, moment, zones, (since, until, timeZone) => {
        const read = refusal({ since, until, timeZone });
        if (read instanceof Error) {
          expect(read).toMatchObject({ code: 'invalid_query' });
        } else {
          const { from, to } = read as { from: number; to: number };
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(NOW);
        }
      }),
    );
  });

  test('refuses any text that is not a time with an AuditError', () => {
    fc.assert(
      fc.property(fc.string(), (since) => {
        const read = refusal({ since });
        if (read instanceof Error) expect(read).toMatchObject({ code: 'invalid_query' });
      }),
    );
  });

  test('is split into adjacent pieces that add up to it', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1000, max: 1e5 }),
        (from, length, piece) => {
          const pieces = cut({ from, to: from + length }, piece);
          expect(pieces[0]?.from).toBe(from);
          expect(pieces.at(-1)?.to).toBe(from + length);
          for (const [index, next] of pieces.slice(1).entries()) expect(next.from).toBe(pieces[index]?.to);
        },
      ),
    );
  });

  test('intersects with another in what lies in both', () => {
    expect(clip({ from: 0, to: 10 }, { from: 5, to: 20 })).toEqual({ from: 5, to: 10 });
    expect(clip({ from: 0, to: 5 }, { from: 5, to: 20 })).toBeUndefined();
  });
});

describe('An instant', () => {
  test.each<[string, string | undefined]>([
    ['2018-02-18T02:30:00-07:00', '2018-02-18T09:30:00.000Z'],
    ['2018-02-18T08:00:00Z', '2018-02-18T08:00:00.000Z'],
    ['2018-02-18T08:00:00.1Z', '2018-02-18T08:00:00.100Z'],
    ['2018-02-18T08:00:00.123456789Z', '2018-02-18T08:00:00.123Z'],
    ['2018-02-18T08:00:00,5+0130', '2018-02-18T06:30:00.500Z'],
    ['2018-02-18T08:00:00', undefined],
    ['2018-02-18', undefined],
    ['2018-02-31T08:00:00Z', undefined],
    ['2018-13-01T08:00:00Z', undefined],
    ['2018-02-18T24:01:00Z', undefined],
    ['nonsense', undefined],
  ])('reads %s as %s', (text, expected) => {
    const at = parseInstant(text);
    expect(at === undefined ? undefined : iso(at)).toBe(expected);
  });

  test('is formatted and read as the language does, whatever day came before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: EARLIEST, max: LATEST }), { maxLength: 4 }), (times) => {
        for (const at of times.flatMap((time) => [time, time - (time % 1000)])) {
          const written = new Date(at).toISOString();
          expect(iso(at)).toBe(written);
          expect(parseInstant(written)).toBe(at);
          expect(parseInstant(written.replace('.000Z', 'Z'))).toBe(at);
        }
      }),
    );
  });

  test('survives formatting in any time zone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, minutes) => {
        const local = new Date(at + minutes * 60_000).toISOString().slice(0, -1);
        const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) =>
          String(n).padStart(2, '0'),
        );
        expect(parseInstant(`${local}${minutes < 0 ? '-' : '+'}${hours}:${rest}`)).toBe(at);
      }),
    );
  });
});

test('Subtracting windows leaves exactly what lies in none of them, oldest first', () => {
  const windows = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));
  fc.assert(
    fc.property(windows, fc.array(windows, { maxLength: 5 }), (whole, others) => {
      const inside = (at: number, { from, to }: { from: number; to: number }): boolean => from <= at && at < to;
      const left = subtract(whole, others);
      for (let at = -1; at <= 32; at += 1) {
        const isLeft = inside(at, whole) && !others.some((other) => inside(at, other));
        expect(left.filter((piece) => inside(at, piece))).toHaveLength(isLeft ? 1 : 0);
      }
      expect(left).toEqual(left.toSorted((a, b) => a.from - b.from));
      expect(left.every(({ from, to }) => from < to)).toBe(true);
    }),
  );
});
