import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bar } from '../src/data.ts';
import { barOf, binned, countsIn, sum } from '../src/page/bins.ts';
import { barUnder, dragged, moved } from '../src/page/brush.ts';
import { HEIGHT, highest, labelled, paths, placeOf } from '../src/page/layout.ts';
import { toggled } from '../src/page/selection.ts';

const DAY = 86_400_000;
const STARTS = [0, 1, 2, 3].map((day) => day * DAY);

describe('Bins', () => {
  test('put every event into the last bar that starts before it, and lose none', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4 * DAY - 1), fc.nat(9))), (counted) => {
        const counts = binned(STARTS, counted);
        expect(sum(counts)).toBe(sum(counted.map(([, count]) => count)));
        const inDays = STARTS.map((_, day) =>
          sum(counted.filter(([time]) => Math.floor(time / DAY) === day).map(([, count]) => count)),
        );
        expect(counts).toEqual(inDays);
      }),
    );
  });

  test.each([
    [-1, 0],
    [0, 0],
    [DAY - 1, 0],
    [DAY, 1],
    [9 * DAY, 3],
  ])('put time %i into bar %i', (time, bar) => {
    expect(barOf(STARTS, time)).toBe(bar);
  });

  test('are added up by kind over a range, with zeros where a bar ends early', () => {
    const bars: Bar[] = [['a', 1, 2, 3], ['b'], ['c', 4], ['d', 5, 5, 5]];
    expect(countsIn(bars, [0, 2], 3)).toEqual([5, 2, 3]);
    expect(countsIn(bars, [1, 1], 3)).toEqual([0, 0, 0]);
  });
});

describe('The brush', () => {
  test.each([
    [-0.5, 0],
    [0, 0],
    [0.49, 1],
    [0.5, 2],
    [1, 3],
    [2, 3],
  ])('at %d of the width is over bar %i of four', (share, bar) => {
    expect(barUnder(share, 4)).toBe(bar);
  });

  test('selects the same bars in both directions', () => {
    expect(dragged(2, 7)).toEqual([2, 7]);
    expect(dragged(7, 2)).toEqual([2, 7]);
  });

  test('never ends before it begins, whichever slider moves', () => {
    const place = fc.nat(119);
    fc.assert(
      fc.property(place, place, place, fc.constantFrom(0, 1), (a, b, to, end) => {
        const range = moved(dragged(a, b), end, to);
        expect(range[end]).toBe(to);
        expect(range[0]).toBeLessThanOrEqual(range[1]);
      }),
    );
  });
});

describe('The layout', () => {
  test('stacks the kinds of a bar, and fills the height with the highest', () => {
    const bars: Bar[] = [
      ['a', 1, 3],
      ['b', 0, 2],
    ];
    expect(highest(bars)).toBe(4);
    expect(paths(bars, 2, 4)).toEqual([
      `M0.06 ${HEIGHT}v-25h0.88v25z`,
      `M0.06 75v-75h0.88v75zM1.06 ${HEIGHT}v-50h0.88v50z`,
    ]);
  });

  test('draws nothing where nothing happened', () => {
    expect(highest([['a'], ['b']])).toBe(1);
    expect(paths([['a'], ['b']], 2, 1)).toEqual(['', '']);
  });

  test('places a time in its bar by its share of it, and stays in the drawing', () => {
    expect(placeOf(1.5 * DAY, STARTS, 4 * DAY)).toBe(1.5);
    expect(placeOf(3.25 * DAY, STARTS, 4 * DAY)).toBe(3.25);
    expect(placeOf(-DAY, STARTS, 4 * DAY)).toBe(0);
    expect(placeOf(9 * DAY, STARTS, 4 * DAY)).toBe(4);
  });

  test.each([
    [1, [0]],
    [6, [0, 1, 2, 3, 4, 5]],
    [120, [0, 20, 40, 60, 80, 100]],
  ])('labels some of %i bars at equal distances', (bars, labels) => {
    expect(labelled(bars, 6)).toEqual(labels);
  });
});

test('A value is chosen by the first click, joined by others, and dropped by the second', () => {
  const one = toggled({}, 'actor', 'a');
  expect(one).toEqual({ actor: ['a'] });
  expect(toggled(one, 'verb', 'read')).toEqual({ actor: ['a'], verb: ['read'] });
  const both = toggled(one, 'actor', 'b');
  expect(both).toEqual({ actor: ['a', 'b'] });
  expect(toggled(both, 'actor', 'a')).toEqual({ actor: ['b'] });
  expect(toggled(one, 'actor', 'a')).toEqual({});
});

test('Where only one value can be looked for, another replaces it', () => {
  const one = toggled({ verb: ['read'] }, 'actor', 'a', true);
  expect(toggled(one, 'actor', 'b', true)).toEqual({ verb: ['read'], actor: ['b'] });
  expect(toggled(one, 'actor', 'a', true)).toEqual({ verb: ['read'] });
});
