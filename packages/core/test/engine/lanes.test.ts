import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inLanes, type LaneWork } from '../../src/lanes.ts';

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
    lanes: 3,
    eager: true,
    weight: 1,
    mostWeight: 3,
    next: () => left.shift(),
    run: async ({ from, to }) => {
      seen.running += 1;
      seen.most = Math.max(seen.most, seen.running);
      const wait = turns[seen.begun % turns.length] ?? 1;
      seen.begun += 1;
      for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
      seen.running -= 1;
      return [from, to];
    },
    settle: () => ({ weight: 1, rest: [] }),
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
  it('gives results in the order of the pieces, whichever is done first, and never runs more than there are lanes', async () => {
    const turns = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 5 }), turns, async (count, lanes, each) => {
        const { work, seen } = counting(jobs(count), { lanes, mostWeight: lanes * 2, turns: each });
        expect((await drain(inLanes(work))).map(([from]) => from)).toEqual(jobs(count).map(({ from }) => from));
        expect(seen.most).toBeLessThanOrEqual(lanes);
      }),
    );
  });

  it('does what a piece leaves over right behind it', async () => {
    const halves = ({ from, to }: Job): Job[] =>
      to - from > 1
        ? [
            { from: from + 1, to: Math.ceil((from + 1 + to) / 2) },
            { from: Math.ceil((from + 1 + to) / 2), to },
          ].filter((job) => job.to > job.from)
        : [];
    const turns = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(turns, async (each) => {
        const stretches = [
          { from: 0, to: 9 },
          { from: 9, to: 12 },
          { from: 12, to: 30 },
        ];
        const { work } = counting(stretches, { turns: each, settle: (job) => ({ weight: 1, rest: halves(job) }) });
        const firsts = (await drain(inLanes(work))).map(([from]) => from);
        expect(firsts).toEqual(Array.from({ length: 30 }, (_, index) => index));
      }),
    );
  });

  it('begins nothing that there is no room for until a result is taken', async () => {
    const { work, seen } = counting(jobs(10), { settle: () => ({ weight: 3, rest: [] }) });
    const results = inLanes(work);
    await results.next();
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    // Three lanes, and one more while the first result is taken: then what was done turns out to be heavy.
    expect(seen.begun).toBe(4);
    expect(await drain(results)).toHaveLength(9);
  });

  it('begins nothing before it is asked when it is not eager', async () => {
    const { work, seen } = counting(jobs(10), { lanes: 1, eager: false });
    const results = inLanes(work);
    expect(seen.begun).toBe(0);
    await results.next();
    expect(seen.begun).toBe(1);
    await results.return();
    expect(seen.begun).toBe(1);
  });

  it('throws what failed when its turn comes, not before', async () => {
    const { work } = counting(jobs(5), {});
    const failing: typeof work = {
      ...work,
      run: async (job, lane) => (job.from === 2 ? Promise.reject(new Error('third')) : work.run(job, lane)),
    };
    const given: number[] = [];
    const all = async (): Promise<void> => {
      for await (const [from = -1] of inLanes(failing)) given.push(from);
    };
    await expect(all()).rejects.toThrow('third');
    expect(given).toEqual([0, 1]);
  });

  it('tells the others to end when the caller ends early', async () => {
    const signals: AbortSignal[] = [];
    const { work } = counting(jobs(5), {});
    const results = inLanes({
      ...work,
      run: async (job, lane) => {
        signals.push(lane.signal);
        return work.run(job, lane);
      },
    });
    await results.next();
    await results.return();
    expect(signals.length).toBeGreaterThan(0);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
