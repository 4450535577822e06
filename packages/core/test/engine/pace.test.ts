import { describe, expect, test } from 'vitest';
import { createPace, type Pace } from '../../src/exchange/pace.ts';
import type { Limits } from '../../src/provider.ts';
import { fakeHost, START, type FakeHost } from '../fake-host.ts';

const NEVER = { deadline: Number.POSITIVE_INFINITY };
const OPEN: Limits = { pageSize: 100, concurrency: 100 };

function paced(limits: Partial<Limits>): { host: FakeHost; pace: Pace } {
  const host = fakeHost(() => {
    throw new Error('nothing is sent here');
  });
  return { host, pace: createPace({ id: 'toy', label: 'Toy' }, { ...OPEN, ...limits }, host.ports) };
}

/** Takes turns one after the other and notes when each came. */
async function turns(host: FakeHost, pace: Pace, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const done = await pace.take(NEVER);
    times.push(host.elapsed());
    done();
  }
  return times;
}

describe('Pace', () => {
  test('sends no more requests in any period than the rate allows', async () => {
    const { host, pace } = paced({ rate: { requests: 3, perMs: 1000 } });
    const times = await turns(host, pace, 12);
    for (const [index, time] of times.slice(3).entries()) expect(time - (times[index] ?? 0)).toBeGreaterThan(1000);
    expect(times[2]).toBe(0);
  });

  test('uses almost all of what the rate allows', async () => {
    const { host, pace } = paced({ rate: { requests: 3, perMs: 1000 } });
    const times = await turns(host, pace, 31);
    expect(times.at(-1)).toBeLessThan(10_000 * 1.1);
  });

  test('never has more concurrent requests than the limit', async () => {
    const { pace } = paced({ concurrency: 2 });
    const done = await pace.take(NEVER);
    await pace.take(NEVER);
    let third = false;
    const waiting = pace.take(NEVER).then(() => {
      third = true;
    });
    await new Promise(setImmediate);
    expect(third).toBe(false);
    done();
    await waiting;
    expect(pace.status().inFlight).toBe(2);
  });

  test('removes a caller that gives up from the queue, and moves the next one up', async () => {
    const { pace } = paced({ concurrency: 1 });
    const done = await pace.take(NEVER);
    const stop = new AbortController();
    const first = pace.take({ ...NEVER, signal: stop.signal });
    const second = pace.take(NEVER);
    stop.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    done();
    (await second)();
    expect(pace.status().inFlight).toBe(0);
  });

  test('refuses a slot after the deadline, and says when it would have been', async () => {
    const { pace } = paced({});
    pace.pause(START + 90_000);
    await expect(pace.take({ deadline: START + 60_000 })).rejects.toMatchObject({
      fault: { code: 'rate_limited', retryAt: START + 90_000 },
    });
    expect(pace.status().inFlight).toBe(0);
  });

  test('stays within the daily quota', async () => {
    const { host, pace } = paced({ requestsPerDay: 5 });
    const times = await turns(host, pace, 6);
    expect(times.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(times[5]).toBe(86_400_000);
    expect(pace.status()).toMatchObject({ usedToday: 1, requestsPerDay: 5 });
  });

  describe('when the clock is set back', () => {
    const HOUR = 3_600_000;

    test.each([
      ['a second', 1000],
      ['a minute', 60_000],
    ])('goes on as before, with a limit for %s', async (_, perMs) => {
      const { host, pace } = paced({ rate: { requests: 3, perMs } });
      await turns(host, pace, 3);
      host.advance(-HOUR);
      const times = await turns(host, pace, 4);
      const waits = times.map((time) => time + HOUR);
      expect(waits[0]).toBeGreaterThan(perMs);
      expect(waits[0]).toBeLessThan(perMs * 1.2);
      expect((waits[3] ?? 0) - (waits[0] ?? 0)).toBeGreaterThan(perMs);
      expect(waits[3]).toBeLessThan(perMs * 2.4);
    });

    test('waits as long as the vendor has asked for, and not longer', async () => {
      const { host, pace } = paced({});
      await turns(host, pace, 1);
      pace.pause(START + 5000);
      host.advance(-HOUR);
      expect(await turns(host, pace, 1)).toEqual([5000 - HOUR]);
    });

    test('begins the next day when this one has passed', async () => {
      const { host, pace } = paced({ requestsPerDay: 1 });
      await turns(host, pace, 1);
      host.advance(-HOUR);
      expect(await turns(host, pace, 1)).toEqual([24 * HOUR - HOUR]);
    });

    test('does not take the time for a round trip', async () => {
      const { host, pace } = paced({ rate: { requests: 3, perMs: 1000 } });
      const done = await pace.take(NEVER);
      host.advance(200 - HOUR);
      done();
      expect(pace.lanes()).toBeGreaterThan(0);
      expect(pace.lanes()).toBeLessThan(10);
    });
  });

  test("spreads what is left until the vendor's counter resets", async () => {
    const { host, pace } = paced({ rate: { requests: 700, perMs: 60_000 } });
    pace.learn({ perMinute: 700, remaining: 6, resetMs: 30_000 });
    expect(await turns(host, pace, 3)).toEqual([0, 5000, 10_000]);
  });

  test('goes on at full pace when there is room again', async () => {
    const { host, pace } = paced({});
    pace.learn({ perMinute: 700, remaining: 6, resetMs: 30_000 });
    pace.learn({ perMinute: 700, remaining: 650, resetMs: 60_000 });
    expect(await turns(host, pace, 3)).toEqual([0, 0, 0]);
  });

  test("learns the rate limit of the account's plan", async () => {
    const { host, pace } = paced({ rate: { requests: 700, perMs: 60_000 } });
    pace.learn({ perMinute: 2500 });
    const times = await turns(host, pace, 300);
    // A tenth of a minute's requests may leave at once.
    expect(times[240]).toBe(0);
    expect(times[299]).toBeGreaterThan(1000);
  });

  test.each([7, 20, 59, 60, 61, 100, 700, 2500])('takes no more than %i a minute', async (perMinute) => {
    const { host, pace } = paced({ rate: { requests: 700, perMs: 60_000 } });
    pace.learn({ perMinute });
    const times = await turns(host, pace, perMinute + 1);
    expect(times.at(-1)).toBeGreaterThan(60_000);
  });
});
