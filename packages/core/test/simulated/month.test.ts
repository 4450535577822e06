import { expect, test, vi } from 'vitest';
import { START } from '../fake-host.ts';
import { search } from '../../src/questions/search.ts';
import { run, type Course } from './month.ts';
import { simulated } from './world.ts';

vi.setConfig({ testTimeout: 60_000 });

const TRIP = { tripMs: 200, jitterMs: 20 } as const;
const MONTHS: readonly (readonly [Course, perSecond: number, least: number])[] = [
  [{ vendor: 'zendesk', switches: { limitPerMinute: 2500 }, pages: 30, ...TRIP }, 2500 / 60, 0],
  [{ vendor: 'zendesk', switches: { limitPerMinute: 60 }, pages: 30, ...TRIP }, 1, 90],
  [{ vendor: 'gong', pages: 30, tripMs: 200, jitterMs: 120 }, 3, 70],
  [{ vendor: 'gong', switches: { newestFirst: true }, pages: 30, ...TRIP }, 3, 80],
  [{ vendor: 'ashby', pages: 30, ...TRIP }, 4, 80],
];

test.each(MONTHS)("a month is read as fast as the vendor's limits allow: %o", async (course, perSecond, least) => {
  const { events, limited, ms } = await run(course, 1);
  expect(events).toBe(course.pages * 100);
  expect(limited).toBe(0);
  expect((100 * (course.pages / perSecond) * 1000) / ms).toBeGreaterThan(least);
});

test.each([2, 9, 49])('uneven trips are allowed for while few are known: seed %i', async (seed) => {
  const { limited } = await run({ vendor: 'gong', pages: 20, tripMs: 200, jitterMs: 80 }, seed);
  expect(limited).toBe(0);
});

test.each([
  [400, 50],
  [400, 5000],
  [3000, 200],
  [3000, 10_000],
  [12_000, 500],
])('a search over a month of %i entries per log, limited to %i, reads no entry twice', async (count, limit) => {
  for (const newestFirst of [false, true]) {
    const world = simulated({ events: count, vendors: ['gong'], switches: { gong: { newestFirst } } });
    const { events, coverage } = await search(
      [world.connect('gong')],
      { since: '30d', limit },
      { deadline: START + 1e9 },
    );
    const exist = coverage.reduce((sum, { log, asked }) => {
      const range = { vendor: 'gong', log, from: Date.parse(asked.from), to: Date.parse(asked.to) } as const;
      return sum + world.simulator.truth(range).count;
    }, 0);
    const scanned = coverage.reduce((sum, log) => sum + log.scanned, 0);
    expect(scanned).toBeLessThanOrEqual(exist);
    if (events.length < limit) expect(scanned).toBe(exist);
  }
});

test.each([3000, 12_000, 30_000])(
  'a search that finds nothing in a month of %i entries takes few more requests than there are pages',
  async (count) => {
    for (const newestFirst of [false, true]) {
      const world = simulated({ events: count, vendors: ['gong'], switches: { gong: { newestFirst } } });
      const { coverage } = await search(
        [world.connect('gong')],
        { since: '30d', logs: ['UserCallPlay'], text: 'nobody says this' },
        { deadline: START + 1e9, maxPages: 1000 },
      );
      const scanned = coverage.reduce((sum, log) => sum + log.scanned, 0);
      expect(scanned).toBeLessThan(count * 1.01);
      expect(world.simulator.stats('gong').requests).toBeLessThan((count / 100) * 1.1 + 10);
    }
  },
);
