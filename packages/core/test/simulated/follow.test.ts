import type { Setting, VendorId } from '@trailhound/simulator';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import type { AuditEvent } from '../../src/event.ts';
import { follow, type Followed, type FollowOptions } from '../../src/questions/follow.ts';
import { START } from '../fake-host.ts';
import { simulated, type Simulated } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LOGS: readonly (readonly [VendorId, string])[] = [
  ['gong', 'UserActivityLog'],
  ['zendesk', 'audit_logs'],
  ['ashby', 'audit_log'],
];

/** A world whose vendors have as many entries before the start as behind it. */
function world(switches: Record<string, Setting> = {}, vendor: VendorId = 'gong', events = 400): Simulated {
  return simulated({ events, from: START - 12 * HOUR, to: START + 12 * HOUR, switches: { [vendor]: switches } });
}

interface Log {
  readonly connections: readonly Connection[];
  readonly log: string;
}

/** Follows for some time and collects the events, storing each checkpoint. */
async function followFor(
  from: Simulated,
  { connections, log }: Log,
  plan: { polls: number; everyMs: number; options?: FollowOptions },
): Promise<{ events: AuditEvent[]; last: Followed }> {
  const events: AuditEvent[] = [];
  let last = await follow(connections, { logs: [log] }, { lookback: '12h', redact: false, ...plan.options });
  events.push(...last.events);
  for (let poll = 1; poll < plan.polls; poll += 1) {
    from.host.advance(plan.everyMs);
    // A checkpoint is plain JSON: it survives a restart.
    const checkpoint: unknown = JSON.parse(JSON.stringify(last.checkpoint));
    last = await follow(connections, { logs: [log] }, { redact: false, ...plan.options, checkpoint });
    events.push(...last.events);
  }
  return { events, last };
}

/** A connection on a machine whose clock is ahead. */
function withClock(connection: Connection, clock: { readonly ahead: number }): Connection {
  const { ports } = connection;
  return { ...connection, ports: { ...ports, now: () => ports.now() + clock.ahead } };
}

function truth(from: Simulated, vendor: VendorId, log: string): string[] {
  const range = { vendor, log, from: START - 12 * HOUR, to: from.simulator.clock.now() };
  return [...from.simulator.truth(range).entries()].map(({ entry }) => JSON.stringify(entry)).toSorted();
}

function raws(events: readonly AuditEvent[]): string[] {
  return events.map(({ raw }) => JSON.stringify(raw)).toSorted();
}

describe.each(LOGS)('Following %s %s', (vendor, log) => {
  test('starts now and returns nothing old', async () => {
    const from = world();
    const first = await follow([from.connect(vendor)], { logs: [log] });
    expect(first.events).toEqual([]);
    expect(Object.values(first.checkpoint.logs)).toMatchObject([{ since: START, recent: [] }]);
  });

  test('returns every event once, oldest first in each result, over many calls', async () => {
    const from = world();
    const { events } = await followFor(
      from,
      { connections: [from.connect(vendor)], log },
      { polls: 60, everyMs: 10 * MINUTE },
    );
    expect(raws(events)).toEqual(truth(from, vendor, log));
  });

  test('returns every event once when calls are days apart', async () => {
    const from = world();
    const { events } = await followFor(
      from,
      { connections: [from.connect(vendor)], log },
      { polls: 3, everyMs: 20 * HOUR },
    );
    expect(raws(events)).toEqual(truth(from, vendor, log));
  });

  test('returns late arrivals once, and counts them', async () => {
    const from = world({ lateEvery: 5, lateMs: 4 * HOUR }, vendor);
    const { events, last } = await followFor(
      from,
      { connections: [from.connect(vendor)], log },
      { polls: 40, everyMs: 30 * MINUTE },
    );
    expect(raws(events)).toEqual(truth(from, vendor, log));
    const [state] = Object.values(last.checkpoint.logs);
    expect(state?.late).toBeGreaterThan(20);
    expect(state?.lagMs).toBeGreaterThan(3 * HOUR);
    expect(state?.lagMs).toBeLessThanOrEqual(4 * HOUR);
  });

  test('returns slightly late arrivals with the very next call', async () => {
    const from = simulated({ events: 0 });
    const connections = [from.connect(vendor)];
    from.simulator.append(vendor, log, { time: START - 4 * MINUTE, visibleAt: START + MINUTE / 2 });
    const first = await follow(connections, { logs: [log] }, { lookback: '1h' });
    from.host.advance(MINUTE);
    const second = await follow(connections, { logs: [log] }, { checkpoint: first.checkpoint });
    expect([first.events.length, second.events.length, second.late]).toEqual([0, 1, 1]);
  });

  test('returns many events with the same time once, however few fit into a result', async () => {
    const from = world({ burst: 90 }, vendor);
    const { events } = await followFor(
      from,
      { connections: [from.connect(vendor)], log },
      { polls: 60, everyMs: 20 * MINUTE, options: { maxEvents: 37 } },
    );
    expect(raws(events)).toEqual(truth(from, vendor, log));
  });

  test('says that there is more when a result is full, and continues at once', async () => {
    const from = world();
    const connections = [from.connect(vendor)];
    const first = await follow(connections, { logs: [log] }, { lookback: '12h', maxEvents: 10 });
    expect(first).toMatchObject({ more: true, events: { length: 10 } });
    expect(first.coverage[0]?.gaps[0]?.reason).toBe('limit');
  });

  test('stops at its page limit, and continues later where it was', async () => {
    const from = world();
    const { events, last } = await followFor(
      from,
      { connections: [from.connect(vendor)], log },
      { polls: 30, everyMs: HOUR, options: { maxPages: 1 } },
    );
    expect(raws(events)).toEqual(truth(from, vendor, log));
    expect(last.more).toBe(false);
  });

  test('stops at its deadline, and continues later where it was', async () => {
    // More than the pages that may be asked for at once where the vendor counts by the minute.
    const from = simulated({ events: vendor === 'zendesk' ? 12_000 : 4000, from: START - 12 * HOUR });
    const connections = [from.connect(vendor)];
    const given: AuditEvent[] = [];
    let checkpoint: unknown;
    let calls = 0;
    for (let more = true; more && calls < 100; calls += 1) {
      const deadline = from.simulator.clock.now() + 1500;
      const result = await follow(
        connections,
        { logs: [log] },
        { redact: false, lookback: '12h', checkpoint, deadline },
      );
      given.push(...result.events);
      ({ checkpoint, more } = result);
    }
    expect(raws(given)).toEqual(truth(from, vendor, log));
    expect(calls).toBeGreaterThan(1);
  });

  test('holds back unsettled events when asked to', async () => {
    const from = world();
    const connection = from.connect(vendor);
    const { lagMs } = connection.provider.logs.find(({ id }) => id === log) ?? { lagMs: 0 };
    const first = await follow([connection], { logs: [log] }, { lookback: '12h', onlySettled: true });
    expect(Date.parse(first.events.at(-1)?.time ?? '')).toBeLessThan(START - lagMs);
  });

  test('loses nothing when the vendor fails for a while', async () => {
    const from = world();
    const connections = [from.connect(vendor)];
    const first = await follow(connections, { logs: [log] }, { lookback: '12h', redact: false });
    from.host.advance(2 * HOUR);
    from.simulator.set(vendor, { failForever: true });
    const failed = await follow(connections, { logs: [log] }, { checkpoint: first.checkpoint, redact: false });
    expect(failed.events).toEqual([]);
    expect(failed.coverage[0]?.gaps[0]?.reason).toBe('unavailable');
    from.simulator.set(vendor, { failForever: false });
    const after = await follow(connections, { logs: [log] }, { checkpoint: failed.checkpoint, redact: false });
    expect(raws([...first.events, ...after.events])).toEqual(truth(from, vendor, log));
  });

  test('returns the same events with the same uids if a checkpoint was not saved', async () => {
    const from = world();
    const connections = [from.connect(vendor)];
    const first = await follow(connections, { logs: [log] }, { lookback: '6h' });
    from.host.advance(HOUR);
    const lost = await follow(connections, { logs: [log] }, { checkpoint: first.checkpoint });
    const again = await follow(connections, { logs: [log] }, { checkpoint: first.checkpoint });
    expect(again.events.map(({ uid }) => uid)).toEqual(lost.events.map(({ uid }) => uid));
  });

  test.each([MINUTE, 10 * MINUTE, 3 * HOUR, 23 * HOUR])(
    'loses and repeats nothing when the clock is set back by %i ms',
    async (ahead) => {
      const from = world({}, vendor);
      const clock = { ahead };
      const connections = [withClock(from.connect(vendor), clock)];
      const options = { lookback: `${(12 * HOUR + ahead) / MINUTE}m` };
      const wrong = await followFor(from, { connections, log }, { polls: 5, everyMs: 20 * MINUTE, options });
      clock.ahead = 0;
      const { checkpoint } = wrong.last;
      const right = await followFor(
        from,
        { connections, log },
        { polls: 3, everyMs: 20 * MINUTE, options: { checkpoint } },
      );
      expect(raws([...wrong.events, ...right.events])).toEqual(truth(from, vendor, log));
    },
  );

  test('follows on from now when it has begun in the future', async () => {
    const from = simulated({ events: 0 });
    const clock = { ahead: 3 * HOUR };
    const connections = [withClock(from.connect(vendor), clock)];
    const first = await follow(connections, { logs: [log] });
    clock.ahead = 0;
    from.host.advance(500);
    const second = await follow(connections, { logs: [log] }, { checkpoint: first.checkpoint });
    // Within the same second, which is all that some vendors note.
    from.simulator.append(vendor, log, {});
    from.host.advance(MINUTE);
    const third = await follow(connections, { logs: [log] }, { checkpoint: second.checkpoint });
    expect([second.events.length, third.events.length]).toEqual([0, 1]);
  });

  test('loses and repeats nothing under any schedule', async () => {
    const plan = fc.record({
      steps: fc.array(fc.integer({ min: 1, max: 180 }), { minLength: 2, maxLength: 12 }),
      maxEvents: fc.integer({ min: 5, max: 400 }),
      lateEvery: fc.nat(6),
      burst: fc.integer({ min: 1, max: 40 }),
      keep: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ steps, maxEvents, lateEvery, burst, keep }) => {
        const from = world({ lateEvery, burst, lateMs: 50 * MINUTE }, vendor, 200);
        const connections = [from.connect(vendor)];
        let checkpoint: unknown;
        const given: AuditEvent[] = [];
        for (const [step, minutes] of steps.entries()) {
          const options = { redact: false, maxEvents, lookback: '12h', checkpoint };
          const result = await follow(connections, { logs: [log] }, options);
          // A crash before the checkpoint is kept: its events do not count, and come again.
          if (keep[step] === true || checkpoint === undefined) {
            given.push(...result.events);
            checkpoint = JSON.parse(JSON.stringify(result.checkpoint));
          }
          from.host.advance(minutes * MINUTE);
        }
        from.host.advance(3 * HOUR);
        for (let more = true; more;) {
          const result = await follow(connections, { logs: [log] }, { redact: false, maxEvents: 500, checkpoint });
          given.push(...result.events);
          ({ checkpoint, more } = result);
        }
        expect(raws(given)).toEqual(truth(from, vendor, log));
      }),
      { numRuns: 25 },
    );
  });
});

describe('Following', () => {
  test('keeps the other logs going when one fails', async () => {
    const from = world();
    const connections = [from.connect('gong'), from.connect('ashby')];
    from.simulator.set('gong', { failForever: true });
    const result = await follow(connections, {}, { lookback: '12h' });
    expect(new Set(result.events.map(({ provider }) => provider))).toEqual(new Set(['ashby']));
    expect(result.coverage.filter(({ complete }) => !complete)).toHaveLength(4);
  });

  test('refuses an invalid checkpoint', async () => {
    const from = world();
    await expect(follow([from.connect('gong')], {}, { checkpoint: { v: 2 } })).rejects.toMatchObject({
      code: 'invalid_query',
      fault: { field: 'checkpoint' },
    });
  });

  test('remembers a bounded number of events, and still repeats none', async () => {
    const from = world({ limitPerSecond: 100_000 }, 'gong', 40_000);
    const { events, last } = await followFor(
      from,
      { connections: [from.connect('gong')], log: 'UserActivityLog' },
      { polls: 6, everyMs: 2 * HOUR, options: { maxEvents: 50_000 } },
    );
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    expect(Object.values(last.checkpoint.logs)[0]?.recent.length).toBeLessThanOrEqual(5000);
    expect(JSON.stringify(last.checkpoint).length).toBeLessThan(200_000);
    expect(last.coverage[0]?.notices.join(' ')).toMatch(/late entries are only looked for from/);
  });
});
