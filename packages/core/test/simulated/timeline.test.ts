import { describe, expect, test } from 'vitest';
import { events } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { KINDS, timeline, type Timeline } from '../../src/questions/timeline.ts';
import { all, simulated, type Simulated } from './world.ts';
import type { Connection } from '../../src/exchange/connection.ts';

function connections(world: Simulated): Connection[] {
  return world.simulator.vendors.map((vendor) => world.connect(vendor));
}

const inBars = ({ bars }: Timeline): number => bars.flatMap(({ counts }) => counts).reduce((sum, one) => sum + one, 0);

describe('A timeline', () => {
  test('counts every event in one bar, in one kind, and agrees with a summary but for people', async () => {
    const world = simulated({ events: 400 });
    const asked = { since: '20d', timeZone: 'Europe/Berlin' };
    const drawn = await timeline(connections(world), { ...asked, top: 100 });
    const counted = await summarize(connections(world), {
      ...asked,
      by: ['actor', 'action', 'verb', 'provider', 'flags', 'ip'],
      top: 100,
    });
    expect(drawn.total).toBeGreaterThan(100);
    expect(inBars(drawn)).toBe(drawn.total);
    // A page filters its rows by what a log calls somebody, so it joins nobody.
    expect(drawn.groups.slice(1)).toEqual(counted.groups.slice(1));
    expect(drawn.groups[0]?.distinct).toBeGreaterThan(counted.groups[0]?.distinct ?? Infinity);
    expect([drawn.total, drawn.first, drawn.last]).toEqual([counted.total, counted.first, counted.last]);
    expect(drawn.bars.map(({ from, counts }) => [from, counts.reduce((sum, one) => sum + one, 0)])).toEqual(
      counted.histogram?.counts.map(({ from, count }) => [from, count]),
    );
    expect(drawn.bars[0]?.counts).toHaveLength(KINDS.length);
  });

  test('keeps as many of the newest events as were asked for, without their entries', async () => {
    const world = simulated({ events: 200 });
    const found = await all(events(connections(world), { since: '20d' }));
    const drawn = await timeline(connections(world), { since: '20d', newest: 50 });
    expect(drawn.total).toBe(found.length);
    expect(drawn.events.map(({ uid, message }) => [uid, message])).toEqual(
      found.slice(0, 50).map(({ uid, message }) => [uid, message]),
    );
    expect(drawn.events.every(({ raw }) => raw === undefined)).toBe(true);
    expect((await timeline(connections(world), { since: '20d' })).events).toEqual([]);
  });

  test.each([
    ['24h', 'hour', 1],
    ['118h', 'hour', 1],
    ['119h', 'hour', 2],
    ['7d', 'hour', 2],
    ['14d', 'hour', 3],
    ['15d', 'day', 1],
    ['118d', 'day', 1],
    ['119d', 'week', 1],
    ['900w', 'week', 8],
  ])('of %s has bars of one %s, or of %i, and never more than 120', async (since, bucket, each) => {
    const world = simulated({ events: 5 });
    const drawn = await timeline([world.connect('ashby')], { since, timeZone: 'America/New_York' });
    expect(drawn.width).toEqual({ bucket, each });
    expect(drawn.bars.length).toBeLessThanOrEqual(120);
    expect(inBars(drawn)).toBe(drawn.total);
  });

  test('of more weeks than can be drawn is refused, with the field to change', async () => {
    const world = simulated({ events: 5 });
    const refused = timeline([world.connect('ashby')], { since: '1999-01-01' });
    await expect(refused).rejects.toThrow('since: the window is longer than 1000 weeks');
    await expect(refused).rejects.toHaveProperty('fault.field', 'since');
  });
});
