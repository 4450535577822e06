import { describe, expect, test, vi } from 'vitest';
import { zendesk } from '../../src/providers/zendesk/index.ts';
import { run, type Course, type Run } from './virtual-vendor.ts';

/** More seeds say more and take longer: `COURSE_SEEDS=50`. */
const SEEDS = Number(process.env['COURSE_SEEDS'] ?? 1);

// Time is virtual; what it takes is arithmetic.
vi.setConfig({ testTimeout: 60_000 + SEEDS * 30_000 });

const TRIP = { tripMs: 200, jitterMs: 20 } as const;

/** A vendor that counts by the minute, keeps the asked order and says what is left. */
const byTheMinute = (requests: number): Omit<Course, 'pages' | 'tripMs' | 'jitterMs'> => ({
  rate: { requests, perMs: 60_000 },
  tells: true,
  vendorOrder: 'either',
  limits: zendesk.limits,
});

/** A vendor that counts by the second, keeps no order and says how much there is. */
const BY_THE_SECOND = {
  rate: { requests: 3, perMs: 1000 },
  tells: false,
  vendorOrder: 'unknown',
  totals: true,
  limits: { pageSize: 100, rate: { requests: 3, perMs: 1000 }, concurrency: 4 },
} as const;

/** A vendor that knows newest first only, and is asked one thing at a time. */
const NEWEST_FIRST = {
  rate: { requests: 4, perMs: 1000 },
  tells: false,
  vendorOrder: 'newest',
  limits: { pageSize: 100, rate: { requests: 4, perMs: 1000 }, concurrency: 1 },
} as const;

const COURSES: readonly (readonly [name: string, course: Course, least: number, mostRequests: number])[] = [
  ['2,500 a minute, 100 pages', { ...byTheMinute(2500), ...TRIP, pages: 100 }, 88, 114],
  ['2,500 a minute, 1,000 pages', { ...byTheMinute(2500), ...TRIP, pages: 1000 }, 95, 1070],
  ['700 a minute, 100 pages', { ...byTheMinute(700), ...TRIP, pages: 100 }, 170, 110],
  ['700 a minute, 1,000 pages', { ...byTheMinute(700), ...TRIP, pages: 1000 }, 92, 1060],
  ['700 a minute, 100 pages, uneven trips', { ...byTheMinute(700), pages: 100, tripMs: 200, jitterMs: 150 }, 90, 115],
  [
    '700 a minute, 100 pages, uneven on the way there',
    { ...byTheMinute(700), pages: 100, tripMs: 200, jitterMs: 150, jitterThere: 1 },
    90,
    330,
  ],
  ['700 a minute, 100 pages, bursts', { ...byTheMinute(700), ...TRIP, pages: 100, rhythm: 'bursts' }, 80, 125],
  ['3 a second, 100 pages', { ...BY_THE_SECOND, ...TRIP, pages: 100 }, 91, 107],
  ['3 a second, 100 pages, uneven trips', { ...BY_THE_SECOND, pages: 100, tripMs: 200, jitterMs: 150 }, 80, 107],
  [
    '3 a second, 100 pages, uneven on the way there',
    { ...BY_THE_SECOND, pages: 100, tripMs: 200, jitterMs: 150, jitterThere: 1 },
    79,
    107,
  ],
  ['3 a second, 100 pages, slow', { ...BY_THE_SECOND, pages: 100, tripMs: 800, jitterMs: 40 }, 80, 110],
  ['newest first, asked oldest first', { ...NEWEST_FIRST, ...TRIP, pages: 100 }, 88, 110],
];

async function runs(course: Course): Promise<Run[]> {
  const all: Run[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) all.push(await run(course, seed));
  return all;
}

/** The time that the rate alone would take, in percent of what it took. */
function ofThePace({ pages, rate }: Course, { ms }: Run): number {
  return (100 * ((pages * rate.perMs) / rate.requests)) / ms;
}

describe.each(COURSES)('Reading all of a month: %s', (_, course, least, mostRequests) => {
  test('keeps the pace, is never refused, and returns each event once, in order', async () => {
    for (const result of await runs(course)) {
      expect(result.limited).toBe(0);
      expect(ofThePace(course, result)).toBeGreaterThan(least);
      expect(result.requests).toBeLessThanOrEqual(mostRequests);
      expect([...new Set(result.events.map(({ at }) => at))]).toEqual([...new Set(result.truth)]);
    }
  });
});

describe('The share of the rate limit that others use is left to them', () => {
  test.each([
    ['steadily', 150, 4, undefined],
    ['from the start', 600, 4, 500],
    ['from the middle of the minute on', 600, 4, 20_000],
    ['most of it, and all at once', 400, 8, 5000],
  ])('%s', async (_, pages, others, othersAfterMs) => {
    const course: Course = {
      ...byTheMinute(700),
      ...TRIP,
      pages,
      others,
      ...(othersAfterMs === undefined ? {} : { othersAfterMs }),
    };
    for (const { limited } of await runs(course)) expect(limited).toBe(0);
  });
});

describe.each([10, 100])('Of %i pages', (pages) => {
  test.each([
    ['that come in no order', { ...BY_THE_SECOND, ...TRIP, pages }],
    ['that come in the other order', { ...NEWEST_FIRST, ...TRIP, pages }],
  ] as const)('%s nothing is sent twice except entries that share a time', async (_, course) => {
    for (const { sent, truth } of await runs(course)) expect(sent - truth.length).toBeLessThan(10);
  });
});
