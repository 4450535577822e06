import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byDay, missingPieces } from '../../src/ledger/plan.ts';
import { holds, union, type Window } from '../../src/window.ts';

const DAY = 86_400_000;
const time = fc.integer({ min: 0, max: 400 });
const windows = fc.array(
  fc.tuple(time, time).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  { maxLength: 8 },
);

function every(check: (at: number) => boolean): boolean {
  return Array.from({ length: 401 }, (_, at) => at).every(check);
}

function holding(all: readonly Window[], at: number): boolean {
  return all.some((one) => holds(one, at));
}

describe('The union of stretches', () => {
  test('contains what any of them contains, in order, with no two adjacent', () => {
    fc.assert(
      fc.property(windows, (all) => {
        const whole = union(all);
        expect(every((at) => holding(whole, at) === holding(all, at))).toBe(true);
        for (const [index, { from, to }] of whole.entries()) {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThan(whole[index - 1]?.to ?? -1);
        }
      }),
    );
  });
});

describe('What is missing', () => {
  test('is wanted, settled, not covered and not lost', () => {
    fc.assert(
      fc.property(windows, windows, time, time, time, (covered, lost, a, b, settledUntil) => {
        const wanted = { from: Math.min(a, b), to: Math.max(a, b) };
        const pieces = missingPieces({ wanted, covered, lost, settledUntil });
        const isMissing = (at: number): boolean =>
          holds(wanted, at) && at < settledUntil && !holding(covered, at) && !holding(lost, at);
        expect(every((at) => holding(pieces, at) === isMissing(at))).toBe(true);
      }),
    );
  });

  test('is split into pieces within one day each', () => {
    const pieces = byDay({ from: DAY / 2, to: 2 * DAY + 1 });
    expect(pieces).toEqual([
      { from: DAY / 2, to: DAY },
      { from: DAY, to: 2 * DAY },
      { from: 2 * DAY, to: 2 * DAY + 1 },
    ]);
  });
});
