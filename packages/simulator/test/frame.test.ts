import { describe, expect, test } from 'vitest';
import { createSimulator, type InProcessSimulator, type SimulatorOptions } from '../src/index.ts';
import { manualClock, realClock } from '../src/clock.ts';
import { createLimiter } from '../src/limiter.ts';
import { atWork, CAST } from '../src/world/cast.ts';
import { createLog } from '../src/world/log.ts';
import { doneAt, isNight, timeWhen } from '../src/world/rhythm.ts';
import { createTimeline } from '../src/world/timeline.ts';
import { gongId } from '../src/vendors/gong/people.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;
const HOUR = 3_600_000;

const simulator = (options: SimulatorOptions = {}): InProcessSimulator => createSimulator({ now: NOW, ...options });
const SPAN = { name: 'some log', seed: 1, from: NOW - 30 * DAY, to: NOW, resolutionMs: 1 };
const timeline = (count: number, burst = 1, more = {}): ReturnType<typeof createTimeline> =>
  createTimeline({ ...SPAN, count, burst: () => burst, ...more });

function askGong(from: InProcessSimulator): ReturnType<InProcessSimulator['handle']> {
  return from.handle('gong', {
    method: 'GET',
    path: '/v2/logs',
    query: new URLSearchParams('logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00Z'),
    headers: { authorization: `Basic ${btoa('GONGDEMOKEY:gong-demo-secret')}` },
    body: '',
  });
}

describe('Time in a log', () => {
  test.each([
    [1, 1],
    [7, 1],
    [1, 1000],
    [130, 1000],
  ])('never goes backwards, with bursts of %i and times of %i ms', (burst, resolutionMs) => {
    const { timeOf } = timeline(5000, burst, { resolutionMs });
    const times = Array.from({ length: 5000 }, (_, number) => timeOf(number));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((time) => time % resolutionMs === 0 && time <= NOW)).toBe(true);
  });

  test('does not depend on which entry is requested first', () => {
    const [forth, back] = [timeline(100), timeline(100)];
    const times = Array.from({ length: 100 }, (_, number) => forth.timeOf(number));
    expect(Array.from({ length: 100 }, (_, number) => back.timeOf(99 - number)).toReversed()).toEqual(times);
  });

  test('finds the first entry at or after any time', () => {
    const { timeOf, firstAt } = timeline(300, 3);
    const times = Array.from({ length: 300 }, (_, number) => timeOf(number));
    for (const probe of times.flatMap((time) => [time - 1, time, time + 1])) {
      const first = times.findIndex((time) => time >= probe);
      expect(firstAt(probe)).toBe(first === -1 ? 300 : first);
    }
  });

  test('a burst makes exactly that many entries share one time', () => {
    const { timeOf } = timeline(300, 5);
    const counts = Map.groupBy(
      Array.from({ length: 300 }, (_, number) => timeOf(number)),
      (time) => time,
    );
    expect([...counts.values()].every(({ length }) => length === 5)).toBe(true);
  });

  test('stays within its span, however short or old', () => {
    for (const [from, to] of [
      [NOW - 1000, NOW],
      [NOW, NOW],
      [Date.UTC(1969, 0, 1), Date.UTC(1969, 0, 2)],
    ] as const) {
      const { timeOf } = timeline(50, 1, { from, to });
      const times = Array.from({ length: 50 }, (_, number) => timeOf(number));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(from);
      expect(Math.max(...times)).toBeLessThanOrEqual(to);
    }
  });
});

describe('The rhythm of the company', () => {
  test('turns work into time and back', () => {
    for (let time = NOW - 40 * DAY; time < NOW; time += 1_234_567) {
      expect(Math.abs(timeWhen(doneAt(time)) - time)).toBeLessThan(1);
    }
  });

  test('makes working days busier than nights and weekends', () => {
    const { timeOf } = timeline(10_000);
    const times = Array.from({ length: 10_000 }, (_, number) => new Date(timeOf(number)));
    const noon = times.filter((time) => time.getUTCHours() === 12).length;
    const night = times.filter((time) => time.getUTCHours() === 3).length;
    const sunday = times.filter((time) => time.getUTCDay() === 0).length;
    const tuesday = times.filter((time) => time.getUTCDay() === 2).length;
    expect(noon).toBeGreaterThan(5 * night);
    expect(tuesday).toBeGreaterThan(2 * sunday);
    expect(night).toBeGreaterThan(0);
  });

  test('has somebody at work at every hour, and most people by day', () => {
    const sizes = Array.from({ length: 24 }, (_, hour) => atWork(NOW - DAY + hour * HOUR).length);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(atWork(Date.UTC(2026, 10, 18, 11)).length).toBeGreaterThan(10);
    expect(atWork(Date.UTC(2026, 10, 18, 3)).length).toBeLessThan(5);
    expect(isNight(Date.UTC(2026, 10, 18, 3))).toBe(true);
  });
});

describe('The cast', () => {
  test('has people with reserved e-mail domains, each with their own ids', () => {
    expect(CAST).toHaveLength(25);
    for (const key of ['name', 'email', 'ip'] as const)
      expect(new Set(CAST.map((person) => person[key])).size).toBe(25);
    expect(CAST.every(({ email, ip }) => email.endsWith('@example.com') && ip.startsWith('192.0.2.'))).toBe(true);
    expect(new Set(CAST.map(gongId)).size).toBe(25);
    expect(CAST.every((person) => /^\d{20}$/.test(gongId(person)))).toBe(true);
  });

  test('is the same in all products', () => {
    const from = simulator({ events: 2000 });
    const emails = (vendor: 'gong' | 'ashby', log: string): Set<unknown> =>
      new Set(
        [...from.truth({ vendor, log, from: 0, to: NOW }).entries()].map(({ entry }) => {
          const { userEmailAddress, actor } = entry as Record<string, never> & { actor?: { email?: string } };
          return userEmailAddress ?? actor?.email;
        }),
      );
    const [gong, ashby] = [emails('gong', 'UserActivityLog'), emails('ashby', 'audit_log')];
    expect([...gong].filter((email) => ashby.has(email)).length).toBeGreaterThan(20);
  });
});

describe('A log', () => {
  const clock = manualClock(NOW);

  test.each([
    { lateEvery: 0, lateMs: 0 },
    { lateEvery: 3, lateMs: HOUR },
    { lateEvery: 1, lateMs: DAY },
    { lateEvery: 7, lateMs: 60 * DAY },
  ])('counts without a scan what a scan finds, with %o', (late) => {
    const options = { ...SPAN, clock, count: 700, settings: { burst: 3, ...late } };
    const log = createLog({ ...options, to: NOW + 5 * DAY });
    for (let number = 0; number < 20; number += 1)
      log.append({ time: NOW - number * HOUR, visibleAt: NOW - 5 * HOUR + number * HOUR });
    const edges = [0, NOW - 20 * DAY, NOW - 90_000, NOW, NOW + 1, NOW + DAY, NOW + 9 * DAY];
    for (const from of edges) {
      for (const to of edges) {
        const walked = from < to ? [...log.walk({ from, to, order: 'oldest' })].length : 0;
        if (from < to) expect(log.count({ from, to })).toBe(walked);
      }
    }
  });

  test('counts a late entry from the moment it appears', () => {
    const late = { burst: 1, lateEvery: 1, lateMs: HOUR };
    const { timeOf } = timeline(50);
    const moving = manualClock(NOW);
    const log = createLog({ ...SPAN, clock: moving, count: 50, settings: late });
    for (const [number, ahead] of [20, 21, 22].flatMap((one) => [-1, 0, 1].map((ms) => [one, ms] as const))) {
      moving.set(timeOf(number) + HOUR + ahead);
      const range = { from: 0, to: NOW };
      expect(log.count(range)).toBe([...log.walk({ ...range, order: 'oldest' })].length);
      expect(log.count(range)).toBe(number + (ahead < 0 ? 0 : 1));
    }
  });

  test('can be read in both directions, and from any position', () => {
    const log = createLog({ ...SPAN, clock, count: 60, settings: { burst: 4, lateEvery: 0, lateMs: 0 } });
    for (const time of [NOW - 5 * DAY, NOW - 5 * DAY, NOW - DAY]) log.append({ time });
    const range = { from: 0, to: NOW + 1 };
    const oldest = [...log.walk({ ...range, order: 'oldest' })];
    const newest = [...log.walk({ ...range, order: 'newest' })];
    expect(oldest).toHaveLength(63);
    expect(newest).toEqual(oldest.toReversed());
    for (const [at, after] of oldest.entries()) {
      expect([...log.walk({ ...range, order: 'oldest', after })]).toEqual(oldest.slice(at + 1));
      expect([...log.walk({ ...range, order: 'newest', after })]).toEqual(oldest.slice(0, at).toReversed());
    }
  });
});

describe('The truth', () => {
  const ALL = { vendor: 'gong', log: 'UserCallPlay', from: 0, to: NOW } as const;

  test('equals a scan of every entry', () => {
    const [from, to] = [NOW - 9 * DAY, NOW - 2 * DAY];
    const { timeOf } = timeline(500, 1, { name: 'gong UserCallPlay' });
    const expected = Array.from({ length: 500 }, (_, number) => number).filter(
      (number) => timeOf(number) >= from && timeOf(number) < to,
    );
    const found = [
      ...simulator({ events: 500 })
        .truth({ ...ALL, from, to })
        .entries(),
    ];
    expect(found.map(({ key }) => key)).toEqual(expected.map((number) => `UserCallPlay/${number}`));
  });

  test('includes the start and not the end', () => {
    const from = simulator({ events: 0 });
    for (const time of [1000, 1999, 2000]) from.append('gong', 'UserCallPlay', { time });
    expect(from.truth({ ...ALL, from: 1000, to: 2000 }).count).toBe(2);
  });

  test('counts entries that match a condition', () => {
    const from = simulator({ events: 300 });
    const isDana = (entry: unknown): boolean =>
      (entry as { userEmailAddress: string }).userEmailAddress === 'dana.doe@example.com';
    const some = from.truth({ ...ALL, where: isDana });
    expect(some.count).toBe([...from.truth(ALL).entries()].filter(({ entry }) => isDana(entry)).length);
    expect([...some.entries()]).toHaveLength(some.count);
    expect(some.count).toBeGreaterThan(0);
  });

  test('can include future entries', () => {
    const from = simulator({ switches: { gong: { lateEvery: 1, lateMs: 90 * DAY } } });
    expect(from.truth(ALL).count).toBe(0);
    expect(from.truth({ ...ALL, visibleAt: Number.POSITIVE_INFINITY }).count).toBe(400);
  });

  test('leaves out entries that the vendor has dropped', () => {
    const from = simulator({ events: 300 });
    const access = { ...ALL, log: 'AccessLog' };
    expect(from.truth({ ...access, to: NOW - 14 * DAY }).count).toBe(0);
    const before = from.truth(access).count;
    expect(before).toBeGreaterThan(0);
    from.clock.advance(7 * DAY);
    expect(from.truth(access).count).toBeLessThan(before);
    expect(from.truth(ALL).count).toBe(300);
  });

  test('of a million entries is counted in constant memory', () => {
    const from = simulator({ events: 1_000_000 });
    const before = process.memoryUsage().heapUsed;
    expect(from.truth({ ...ALL, from: NOW - DAY }).count).toBeGreaterThan(10_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });
});

describe('A simulator', () => {
  test('accepts a span in ISO 8601, and refuses invalid times', () => {
    const from = simulator({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' });
    const day = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 2) };
    expect(from.truth({ vendor: 'ashby', log: 'audit_log', ...day }).count).toBe(400);
    expect(() => simulator({ from: 'soon' })).toThrow('from is no time: soon');
  });

  test('can run a subset of the vendors', () => {
    const from = simulator({ vendors: ['gong'] });
    expect(from.vendors).toEqual(['gong']);
    expect(() => from.stats('ashby')).toThrow('There is no vendor ashby');
    expect(from.switches().every(({ vendor }) => vendor === 'gong')).toBe(true);
  });

  test('fails once when told so, and once more after a reset', async () => {
    const from = simulator({ switches: { gong: { failAt: 1, limitPerSecond: 0 } } });
    const statuses = async (): Promise<number[]> => [(await askGong(from)).status, (await askGong(from)).status];
    expect(await statuses()).toEqual([500, 200]);
    expect(await statuses()).toEqual([200, 200]);
    from.reset('ashby');
    expect(await statuses()).toEqual([200, 200]);
    from.reset('gong');
    expect(await statuses()).toEqual([500, 200]);
  });

  test('can be reset to its initial switches', async () => {
    const from = simulator({ switches: { gong: { failForever: true } } });
    from.set('gong', { failForever: false });
    expect((await askGong(from)).status).toBe(200);
    from.reset();
    expect((await askGong(from)).status).toBe(500);
  });

  test('resets its statistics without losing its state', async () => {
    const from = simulator({ switches: { gong: { failAt: 2 } } });
    await askGong(from);
    from.resetStats('gong');
    expect(from.stats('gong')).toMatchObject({ requests: 0, byStatus: {}, maxPerSecond: 0, log: [] });
    expect((await askGong(from)).status).toBe(500);
    from.resetStats();
    expect(from.stats('gong').requests).toBe(0);
  });

  test('counts requests by status, by second and by concurrency', async () => {
    const from = simulator({ switches: { gong: { latencyMs: 5 } } });
    await Promise.all([askGong(from), askGong(from)]);
    from.clock.advance(1000);
    await askGong(from);
    expect(from.stats('gong')).toMatchObject({
      requests: 3,
      byStatus: { 200: 3 },
      maxPerSecond: 2,
      maxConcurrent: 2,
      inFlight: 0,
    });
    expect(from.stats('gong').log[2]).toMatchObject({ at: NOW + 1000, method: 'GET', path: '/v2/logs', status: 200 });
  });

  test('keeps no token in its statistics, wherever a client sends it', async () => {
    const from = simulator();
    const { refreshToken = '' } = from.credentials('gong')['oauth'] ?? {};
    const query = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
    const request = { method: 'POST', path: '/oauth2/generate-customer-token', headers: {} };
    await from.handle('gong', { ...request, query, body: query.toString() });
    expect(JSON.stringify(from.stats('gong'))).not.toContain(refreshToken);
  });

  test('refuses an unknown log', () => {
    expect(() => simulator().append('gong', 'constructor')).toThrow(/gong has no log constructor. It has: AccessLog/);
  });
});

describe('A clock', () => {
  test('stands still or runs, and can be set to any time', () => {
    const manual = manualClock(5);
    manual.advance(2);
    expect(manual.now()).toBe(7);
    manual.set(3);
    expect(manual.now()).toBe(3);
    const real = realClock();
    real.set(NOW);
    real.advance(1000);
    expect(real.now() - NOW - 1000).toBeLessThan(5000);
    expect(real.now()).toBeGreaterThanOrEqual(NOW + 1000);
  });

  test('restores a rate limit over time, and 0 means no limit', () => {
    const clock = manualClock(0);
    const limiter = createLimiter(clock, 1000);
    expect([1, 2, 3].map(() => limiter.admit(2))).toEqual([true, true, false]);
    clock.advance(1000);
    expect(limiter.admit(2)).toBe(true);
    expect([1, 2, 3, 4].every(() => limiter.admit(0))).toBe(true);
  });
});
