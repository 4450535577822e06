import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/event.ts';
import { createBursts } from '../../src/questions/bursts.ts';
import { events } from '../../src/questions/search.ts';
import { createSilences } from '../../src/questions/silences.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { createUsual } from '../../src/questions/usual.ts';
import type { Dated } from '../../src/reading/order.ts';
import type { Coverage } from '../../src/reading/coverage.ts';
import { START } from '../fake-host.ts';
import { vendorSource, type SpanSource } from '../../src/source.ts';
import { all, simulated, whoIn } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const FROM = Date.parse('2026-06-01T00:00:00Z');
const WINDOW = { from: FROM, to: FROM + 28 * DAY };

function dated(at: number, number = at): Dated {
  const event = { provider: 'toy', tenant: 'default', log: 'log', actor: { kind: 'user', name: 'Dana' } };
  return { at, uid: `toy-${number}`, event: event as AuditEvent, stated: true };
}

/** Every ten minutes of the hours from nine to five, Monday to Friday, newest first. */
const OFFICE = Array.from({ length: 28 * 24 * 6 }, (_, index) => FROM + index * (HOUR / 6))
  .filter((at) => {
    const [day, hour] = [new Date(at).getUTCDay(), new Date(at).getUTCHours()];
    return day > 0 && day < 6 && hour >= 9 && hour < 17;
  })
  .toReversed();

function coverage(gaps: readonly { from: number; to: number }[] = [], settled = WINDOW.to): Coverage {
  return {
    provider: 'toy',
    tenant: 'default',
    log: 'log',
    settledUntil: new Date(settled).toISOString(),
    gaps: gaps.map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })),
  } as unknown as Coverage;
}

function silences(times: readonly number[], log = coverage(), top = 5) {
  const found = createSilences(createUsual(WINDOW, undefined));
  for (const at of times) found.add(dated(at));
  return found.build(WINDOW, [log], top);
}

describe('A silence', () => {
  test('is no night and no weekend, if these are always silent', () => {
    expect(silences(OFFICE)).toEqual([]);
  });

  test('is told with its last and first event, its length, and how many events are usual then', () => {
    const [begin, end] = [FROM + 9 * DAY + 10 * HOUR, FROM + 9 * DAY + 15 * HOUR];
    const times = OFFICE.filter((at) => at <= begin || at >= end);
    expect(silences(times)).toEqual([
      {
        provider: 'toy',
        tenant: 'default',
        log: 'log',
        from: new Date(begin).toISOString(),
        to: new Date(end).toISOString(),
        hours: 5,
        usual: 30,
        lastUid: `toy-${begin}`,
        firstUid: `toy-${end}`,
      },
    ]);
  });

  test('of a few hours by day comes before a longer one at night', () => {
    const [day, night] = [FROM + 8 * DAY, FROM + 16 * DAY];
    const missing = (at: number): boolean =>
      (at > day + 10 * HOUR && at < day + 15 * HOUR) || (at >= night + 9 * HOUR && at < night + 10 * HOUR);
    expect(silences(OFFICE.filter((at) => !missing(at))).map(({ from }) => from.slice(0, 10))).toEqual([
      '2026-06-09',
      '2026-06-16',
    ]);
  });

  test('until the end has no first event, and ends where later events may still arrive', () => {
    const [last, settled] = [FROM + 20 * DAY + 12 * HOUR, FROM + 24 * DAY + 12 * HOUR];
    const [silence] = silences(
      OFFICE.filter((at) => at <= last),
      coverage([], settled),
    );
    expect(silence).toMatchObject({ to: new Date(settled).toISOString(), usual: expect.any(Number) });
    expect(silence).not.toHaveProperty('firstUid');
  });

  test('is not what was not read', () => {
    const [begin, end] = [FROM + 9 * DAY + 10 * HOUR, FROM + 9 * DAY + 15 * HOUR];
    const times = OFFICE.filter((at) => at <= begin || at >= end);
    expect(silences(times, coverage([{ from: begin + HOUR, to: end - HOUR }]))).toEqual([]);
  });

  test('is compared with the hour of the day in a short window', () => {
    expect(createUsual({ from: FROM, to: FROM + 10 * DAY }, undefined).by).toBe('hour of the day');
    expect(createUsual(WINDOW, undefined).by).toBe('hour of the week');
  });
});

describe('A burst', () => {
  const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13);
  const burstsOf = (times: readonly number[], room?: number) => {
    const found = createBursts(hourOf, room);
    for (const at of times.toSorted((a, b) => b - a)) found.add(dated(at));
    return { bursts: found.build(5), left: found.left() };
  };

  test('is an hour with more than usual for the actor, with its first event', () => {
    const busy = Array.from({ length: 40 }, (_, index) => FROM + 9 * HOUR + 1000 + index * 1000);
    const { bursts } = burstsOf([...OFFICE, ...busy]);
    expect(bursts).toEqual([
      { actor: 'Dana', hour: '2026-06-01T09', count: 46, usual: 6, hours: 160, firstUid: `toy-${FROM + 9 * HOUR}` },
    ]);
  });

  test('of somebody who did nothing else has no usual', () => {
    const { bursts } = burstsOf([FROM, FROM + 1, FROM + 2]);
    expect(bursts).toEqual([{ actor: 'Dana', hour: '2026-06-01T00', count: 3, hours: 1, firstUid: `toy-${FROM}` }]);
  });

  test('says how many events it had no room for', () => {
    expect(burstsOf(OFFICE, 10).left).toBe(OFFICE.length - 60);
  });
});

describe('A summary', () => {
  const world = simulated({ events: 1000 });
  const connections = (['gong', 'zendesk', 'ashby'] as const).map((vendor) => world.connect(vendor));

  test('finds the silence of every log that stopped, between events that exist, and gives no groups', async () => {
    const stopped = { from: START - 8 * DAY, to: START - 3 * DAY };
    const isKept = ({ at }: Dated): boolean => at < stopped.from || at >= stopped.to;
    const source: SpanSource = {
      read: async function* read(span, options) {
        for await (const batch of vendorSource.read(span, options))
          yield { ...batch, events: batch.events.filter(isKept) };
      },
    };
    const asked = { since: '13d', unusual: 'silences' } as const;
    const answer = await summarize(connections, asked, { source: () => source });
    expect([answer.groups, answer.histogram, answer.query.unusual]).toEqual([[], undefined, 'silences']);
    const found = await all(events(connections, { since: '13d' }, { source: () => source }));
    const silent = answer.unusual?.silences?.filter(({ hours }) => hours >= 120) ?? [];
    expect(new Set(silent.map(({ log }) => log))).toEqual(new Set(found.map(({ log }) => log)));
    for (const { log, from, to, lastUid, firstUid } of silent) {
      const own = found.filter((event) => event.log === log);
      expect(own.filter(({ time }) => time > from && time < to)).toEqual([]);
      expect([lastUid, firstUid]).toEqual([from, to].map((at) => own.find(({ time }) => time === at)?.uid));
    }
  });

  test('finds the bursts of each actor, as counted', async () => {
    const { unusual } = await summarize(connections, { since: '28d', unusual: 'bursts', top: 3 });
    const found = await all(events(connections, { since: '28d' }));
    const who = whoIn(found);
    expect(unusual?.bursts?.length).toBeGreaterThan(0);
    for (const { actor, hour, count } of unusual?.bursts ?? []) {
      const own = found.filter((event) => who(event) === actor && event.time.startsWith(hour.slice(0, 13)));
      expect(count).toBe(own.length);
    }
  });

  test('gives groups too where they are asked for', async () => {
    const { groups } = await summarize(connections, { since: '7d', unusual: 'bursts', by: ['verb'] });
    expect(groups).toHaveLength(1);
  });
});
