import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inLanes, type LaneWork } from '../../src/reading/lanes.ts';

interface Job {
  readonly from: number;
  readonly to: number;
}

/** Counts through a stretch of numbers in pieces, each taking its own number of turns of the event loop. */
function counting(stretches: readonly Job[], more: Partial<LaneWork<Job, number[]>> & { readonly turns?: number[] }) {
  const left = [...stretches];
  const seen = { running: 0, most: 0, begun: 0 };
  const turns = more.turns ?? [1];
  const work: LaneWork<Job, number[]> = {
    first: [],
    lanes: () => 3,
    eager: true,
    weigh: () => 1,
    most: () => 3,
    next: () => {
      const piece = left.shift();
      return piece && { piece };
    },
    run: async function* run({ from, to }) {
      seen.running += 1;
      seen.most = Math.max(seen.most, seen.running);
      const wait = turns[seen.begun % turns.length] ?? 1;
      seen.begun += 1;
      for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
      seen.running -= 1;
      yield { result: [from, to] };
    },
    ...more,
  };
  return { work, seen };
}

async function drain<T>(results: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const result of results) all.push(result);
  return all;
}

const jobs = (count: number): Job[] => Array.from({ length: count }, (_, index) => ({ from: index, to: index + 1 }));

describe('inLanes', () => {
  it('returns results in the order of the pieces, and never runs more pieces than lanes', async () => {
    const turns = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 5 }), turns, async (count, lanes, each) => {
        const { work, seen } = counting(jobs(count), { lanes: () => lanes, most: () => lanes * 2, turns: each });
        expect((await drain(inLanes(work))).map(([from]) => from)).toEqual(jobs(count).map(({ from }) => from));
        expect(seen.most).toBeLessThanOrEqual(lanes);
      }),
    );
  });

  it('returns the split-off part of a piece in its place, before the rest', async () => {
    const turns = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(turns, fc.integer({ min: 1, max: 4 }), async (each, lanes) => {
        const { work } = counting(
          [
            { from: 0, to: 9 },
            { from: 9, to: 12 },
            { from: 12, to: 30 },
          ],
          { turns: each, lanes: () => lanes },
        );
        const halving: typeof work = {
          ...work,
          run: async function* run(job, signal) {
            if (job.to - job.from === 1) {
              yield* work.run(job, signal);
              return;
            }
            const middle = Math.floor((job.from + 1 + job.to) / 2);
            yield { result: [job.from] };
            yield { rest: middle > job.from + 1 ? [{ from: job.from + 1, to: middle }] : [] };
            yield { rest: job.to > middle ? [{ from: middle, to: job.to }] : [] };
          },
        };
        const firsts = (await drain(inLanes(halving))).map(([from]) => from);
        expect(firsts).toEqual(Array.from({ length: 30 }, (_, index) => index));
      }),
    );
  });

  it('streams the first piece, and pauses the others when enough is buffered', async () => {
    const seen = { first: 0, others: 0 };
    const { work } = counting(jobs(4), {});
    const long: typeof work = {
      ...work,
      run: async function* run({ from }) {
        for (let page = 0; page < 50; page += 1) {
          await Promise.resolve();
          seen[from === 0 ? 'first' : 'others'] += 1;
          yield { result: [from, page] };
        }
      },
    };
    const results = inLanes(long);
    for (let page = 0; page < 20; page += 1) expect((await results.next()).value).toEqual([0, page]);
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    // One is ready before it is asked for; of those behind, three and what was under way when there were three.
    expect(seen.first).toBeLessThanOrEqual(21);
    expect(seen.others).toBeLessThanOrEqual(5);
    expect((await drain(results)).length).toBe(4 * 50 - 20);
  });

  it('starts nothing before it is asked to, unless it is eager', async () => {
    const { work, seen } = counting(jobs(10), { lanes: () => 1, eager: false });
    const results = inLanes(work);
    expect(seen.begun).toBe(0);
    await results.next();
    expect(seen.begun).toBe(1);
    await results.return();
    expect(seen.begun).toBe(1);
  });

  it('throws a failure in its turn, not before', async () => {
    const { work } = counting(jobs(5), {});
    const failing: typeof work = {
      ...work,
      run: async function* run(job, signal) {
        if (job.from === 2) throw new Error('third');
        yield* work.run(job, signal);
      },
    };
    const given: number[] = [];
    const all = async (): Promise<void> => {
      for await (const [from = -1] of inLanes(failing)) given.push(from);
    };
    await expect(all()).rejects.toThrow('third');
    expect(given).toEqual([0, 1]);
  });

  it('stops the other lanes when the caller ends early', async () => {
    const signals: AbortSignal[] = [];
    const { work } = counting(jobs(5), {});
    const results = inLanes({
      ...work,
      run: async function* run(job, signal) {
        signals.push(signal);
        yield* work.run(job, signal);
      },
    });
    await results.next();
    await results.return();
    expect(signals.length).toBeGreaterThan(0);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
