import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import { createCounter, type Counted, type Counter } from '../../src/questions/counter.ts';
import type { AuditEvent } from '../../src/event.ts';
import { createHistogram } from '../../src/questions/histogram.ts';
import { events } from '../../src/questions/search.ts';
import { DIMENSIONS } from '../../src/reading/dimensions.ts';
import { summarize, type SummaryInput } from '../../src/questions/summarize.ts';
import { START } from '../fake-host.ts';
import { all, simulated, type Simulated, whoIn } from './world.ts';

const DAY = 86_400_000;

function connections(world: Simulated): Connection[] {
  return (['gong', 'zendesk', 'ashby'] as const).map((vendor) => world.connect(vendor));
}

/** What a summary has to say, worked out the long way. */
function folded(
  found: readonly AuditEvent[],
  of: (event: AuditEvent) => readonly (string | undefined)[],
): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of found.flatMap(of)) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
}

function namesOf({ provider, tenant, log }: AuditEvent): Record<'log' | 'account', string> {
  return { log: `${provider}.${log}`, account: `${provider}/${tenant}` };
}

describe('A summary', () => {
  test('matches the ground truth, whatever the data', async () => {
    const plan = fc.record({
      count: fc.nat(250),
      seed: fc.nat(1000),
      burst: fc.integer({ min: 1, max: 50 }),
      days: fc.integer({ min: 1, max: 28 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ count, seed, burst, days }) => {
        const world = simulated({ events: count, seed, switches: { zendesk: { burst }, ashby: { burst } } });
        const range = { from: START - days * DAY, to: START };
        const counts = (
          ['UserActivityLog', 'UserCallPlay', 'ExternallySharedCallAccess', 'ExternallySharedCallPlay'] as const
        ).map((log) => ['gong', log] as const);
        const logs = [...counts, ['zendesk', 'audit_logs'] as const, ['ashby', 'audit_log'] as const];
        const truth = logs.map(
          ([vendor, log]) => [`${vendor}.${log}`, world.simulator.truth({ vendor, log, ...range }).count] as const,
        );
        const summary = await summarize(connections(world), { since: `${days}d`, by: ['log'] });
        const expected = Object.fromEntries(truth.filter(([, one]) => one > 0));
        expect(Object.fromEntries(summary.groups[0]?.top.map((one) => [one.value, one.count]) ?? [])).toEqual(expected);
        expect(summary.total).toBe(truth.reduce((sum, [, one]) => sum + one, 0));
      }),
      { numRuns: 15 },
    );
  });

  test('has the same total in its coverage, although entries at the seam of two slices come with both', async () => {
    const world = simulated({ events: 800, switches: { zendesk: { burst: 30 } } });
    const { total, coverage } = await summarize([world.connect('zendesk')], { since: '30d', by: ['verb'] });
    expect(coverage[0]?.scanned).toBeGreaterThan(total);
    expect(coverage[0]?.matched).toBe(total);
  });

  test.each(['changed from', 'public.callshare', 'Wrote an offer'])(
    'counts by a text for people, such as %s',
    async (text) => {
      const world = simulated({ events: 500 });
      const found = await all(events(connections(world), { since: '20d', text }));
      const summary = await summarize(connections(world), { since: '20d', text, by: ['verb'] });
      expect(found.length).toBeGreaterThan(0);
      expect(summary.total).toBe(found.length);
    },
  );

  test('matches a count over all events', async () => {
    const world = simulated({ events: 500 });
    const found = await all(events(connections(world), { since: '20d' }));
    const summary = await summarize(connections(world), { since: '20d', by: [...DIMENSIONS], top: 1000 });
    expect(summary.total).toBe(found.length);
    expect(summary.first).toBe(found.at(-1)?.time);
    expect(summary.last).toBe(found[0]?.time);
    const groups = Object.fromEntries(
      summary.groups.map(({ by, top }) => [by, top.map(({ value, count }) => [value, count])]),
    );
    expect(groups['verb']).toEqual(folded(found, ({ verb }) => [verb]));
    expect(groups['ip']).toEqual(folded(found, ({ ip }) => [ip]));
    expect(groups['flags']).toEqual(folded(found, ({ flags }) => flags));
    expect(groups['log']).toEqual(folded(found, ({ provider, log }) => [`${provider}.${log}`]));
    const who = whoIn(found);
    expect(groups['actor']).toEqual(folded(found, (event) => [who(event)]));
    expect(summary.histogram?.counts.reduce((sum, { count }) => sum + count, 0)).toBe(found.length);
    expect(summary.complete).toBe(true);
  });

  test('counts what passes the filters', async () => {
    const world = simulated({ events: 500 });
    const found = await all(events(connections(world), { since: '20d', verbs: ['export'] }));
    const summary = await summarize(connections(world), { since: '20d', verbs: ['export'], by: ['action'] });
    expect(summary.total).toBe(found.length);
    expect(summary.coverage.every(({ scanned, matched }) => matched <= scanned)).toBe(true);
  });

  test('asks vendors that can count for a plain total, with one request per log', async () => {
    const world = simulated({ events: 50_000 });
    for (const [vendor, log] of [
      ['zendesk', 'audit_logs'],
      ['gong', 'UserCallPlay'],
    ] as const) {
      const summary = await summarize([world.connect(vendor)], { since: '20d', by: [], logs: [log] });
      expect(summary).toMatchObject({ counted: 'by vendor', complete: true });
      expect(summary.total).toBe(world.simulator.truth({ vendor, log, from: START - 20 * DAY, to: START }).count);
      expect(world.simulator.stats(vendor).requests).toBe(1);
    }
  });

  test.each(['provider', 'log', 'account'] as const)(
    'by %s alone takes the count of vendors that have one, and reads the others only',
    async (by) => {
      const found = await all(events(connections(simulated({ events: 2000 })), { since: '20d' }));
      const world = simulated({ events: 2000 });
      const summary = await summarize(connections(world), { since: '20d', by: [by] });
      expect(summary).toMatchObject({ total: found.length, counted: 'partly by vendor', complete: true });
      const rows = summary.groups[0]?.top.map(({ value, count }) => [value, count]);
      expect(rows).toEqual(folded(found, (event) => [{ ...event, ...namesOf(event) }[by]]));
      expect(world.simulator.stats('gong').requests).toBe(4);
      expect(world.simulator.stats('zendesk').requests).toBe(1);
      const scanned = summary.coverage.map(({ provider, scanned: entries }) => [provider, entries > 0]);
      expect(Object.fromEntries(scanned)).toEqual({ gong: false, zendesk: false, ashby: true });
      const timed = summary.groups[0]?.top.map(({ value, first }) => [value.split(/[./]/)[0], first !== undefined]);
      expect(Object.fromEntries(timed ?? [])).toEqual({ gong: false, zendesk: false, ashby: true });
      expect(summary).not.toHaveProperty('first');
      expect(summary).not.toHaveProperty('histogram');
    },
  );

  test.each<[string, SummaryInput]>([
    ['a histogram', { bucket: 'day' }],
    ['first times', { sort: 'first' }],
    ['distinct values', { distinct: 'ip' }],
    ['another dimension', { by: ['log', 'verb'] }],
    ['a filter of ours', { hours: '22-06' }],
  ])('reads the events of all logs where the question is also about %s', async (_, input) => {
    const world = simulated({ events: 100 });
    const { counted, total } = await summarize(connections(world), { since: '20d', by: ['log'], ...input });
    expect(counted).toBe('here');
    expect(total).toBeGreaterThan(0);
  });

  test('keeps a log whole that a vendor counted where another is not read to its end', async () => {
    const world = simulated({ events: 3000 });
    const { coverage, groups } = await summarize(
      connections(world),
      { since: '20d', by: ['provider'] },
      { maxPages: 9 },
    );
    const gaps = coverage.map(({ provider, gaps: [gap] }) => [provider, gap?.reason]);
    expect(Object.fromEntries(gaps)).toEqual({ gong: undefined, zendesk: undefined, ashby: 'budget' });
    const zendesk = world.simulator.truth({ vendor: 'zendesk', log: 'audit_logs', from: START - 20 * DAY, to: START });
    expect(groups[0]?.top.find(({ value }) => value === 'zendesk')?.count).toBe(zendesk.count);
  });

  test.each<[string, SummaryInput]>([
    ['a vendor that cannot tell', { providers: ['ashby'] }],
    ['a filter that the vendor does not have', { providers: ['zendesk'], text: 'role' }],
  ])('reads and counts itself with %s', async (_, input) => {
    const world = simulated({ events: 300 });
    const summary = await summarize(connections(world), { since: '20d', by: [], ...input });
    expect(summary.counted).toBe('here');
    expect(summary.total).toBe((await all(events(connections(world), { since: '20d', ...(input as object) }))).length);
  });

  test('is partial when the budget is spent, and says what is missing', async () => {
    const world = simulated({ events: 5000 });
    const summary = await summarize([world.connect('zendesk')], { since: '20d' }, { maxPages: 10 });
    expect(summary.complete).toBe(false);
    const [gap] = summary.coverage[0]?.gaps ?? [];
    expect(gap?.reason).toBe('budget');
    const held = world.simulator.truth({
      vendor: 'zendesk',
      log: 'audit_logs',
      from: Date.parse(gap?.to ?? ''),
      to: START,
    });
    expect(summary.total).toBe(held.count);
  });

  test('contains what it can when a vendor fails', async () => {
    const world = simulated({ events: 300, switches: { gong: { missingScope: true } } });
    const summary = await summarize(connections(world), { since: '20d', by: ['provider'] });
    expect(summary.groups[0]?.top.map(({ value }) => value)).toEqual(['ashby', 'zendesk']);
    expect(summary.complete).toBe(false);
  });

  test.each<[unknown, string, RegExp]>([
    [{ by: ['person'] }, 'by.0', /actor/],
    [{ bucket: 'year' }, 'bucket', /day/],
    [{ bucket: 'hour', since: '300d' }, 'bucket', /wider/],
    [{ order: 'newest' }, 'order', /Valid/],
  ])('refuses %o, naming the field', async (input, field, hint) => {
    const world = simulated();
    await expect(summarize(connections(world), input as SummaryInput)).rejects.toMatchObject({
      code: 'invalid_query',
      fault: { field },
      hint: expect.stringMatching(hint),
    });
    expect(world.host.requests).toEqual([]);
  });
});

describe('A counter', () => {
  const create = (): Counted => ({ count: 0 });
  const countOf = (counter: Counter<Counted>, value: string): number => counter.kept().get(value)?.count ?? 0;

  test('counts exactly up to its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (values) => {
        const counter = createCounter<Counted>(4);
        for (const value of values) counter.add(value, 1, create);
        expect(counter.error()).toBe(0);
        for (const value of new Set(values))
          expect(countOf(counter, value)).toBe(values.filter((one) => one === value).length);
      }),
    );
  });

  test('past its limit never undercounts, and overcounts by at most the stated error', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 400 }), (values) => {
        const counter = createCounter<Counted>(8);
        for (const value of values) counter.add(value, 1, create);
        const kept = [...counter.kept().keys()];
        expect(kept.length).toBeLessThanOrEqual(8);
        for (const value of kept) {
          const truth = values.filter((one) => one === value).length;
          expect(countOf(counter, value)).toBeGreaterThanOrEqual(truth);
          expect(countOf(counter, value) - truth).toBeLessThanOrEqual(counter.error());
        }
        const heavy = new Set(
          values.filter((value) => values.filter((one) => one === value).length > values.length / 8),
        );
        for (const value of heavy) expect(kept).toContain(value);
      }),
    );
  });
});

describe('A histogram', () => {
  const build = (from: string, to: string, timeZone?: string): string[] =>
    createHistogram({ from: Date.parse(from), to: Date.parse(to) }, timeZone)
      .build()
      .counts.map((bar) => bar.from);

  test('uses hours for a day, days for a month and weeks for a year', () => {
    expect(build('2026-01-01T00:30:00Z', '2026-01-02T00:00:00Z')).toHaveLength(24);
    expect(build('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toHaveLength(31);
    expect(build('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toHaveLength(53);
  });

  test('starts days at local midnight, even when the clocks change', () => {
    expect(build('2026-03-28T00:00:00Z', '2026-03-31T12:00:00Z', 'Europe/Berlin').slice(0, 2)).toHaveLength(2);
    const days = createHistogram(
      { from: Date.parse('2026-03-25T00:00:00Z'), to: Date.parse('2026-04-02T00:00:00Z') },
      'Europe/Berlin',
      'day',
    ).build();
    expect(days.counts.map((bar) => bar.from).slice(4, 7)).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T22:00:00.000Z',
    ]);
  });

  test('starts weeks on Monday', () => {
    const [first] = build('2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z');
    expect(first).toBe('2025-12-29T00:00:00.000Z');
  });

  test('counts every event in the bar that it falls into', () => {
    const from = Date.parse('2026-10-20T00:00:00Z');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * DAY - 1 })), (offsets) => {
        const histogram = createHistogram({ from, to: from + 20 * DAY }, 'America/New_York');
        for (const offset of offsets) histogram.add(from + offset);
        const { counts } = histogram.build();
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(offsets.length);
        for (const [index, { count, from: start }] of counts.entries()) {
          const end = counts[index + 1]?.from ?? '9999';
          const inside = offsets.filter((offset) => {
            const time = new Date(from + offset).toISOString();
            return start <= time && time < end;
          });
          expect(count).toBe(inside.length);
        }
      }),
      { numRuns: 50 },
    );
  });
});
