import type { TopValues } from '../data.ts';
import type { Range } from './bins.ts';
import { element, percent, set } from './dom.ts';
import { topValues } from './parts.ts';
import type { Chips } from './source.ts';
import { grouped, worded } from './words.ts';

interface Sliders {
  readonly inputs: readonly Element[];
  readonly show: (range: Range, nameOf: (bar: number) => string) => void;
}

/** Two sliders, for the keyboard: where the range begins and where it ends. */
export function rangeSliders(last: number, move: (end: number, to: number) => void, done: () => void): Sliders {
  const inputs = ['From', 'Until'].map((label, end) =>
    element('input', {
      type: 'range',
      min: 0,
      max: last,
      'aria-label': label,
      input: ({ target }) => move(end, (target as HTMLInputElement).valueAsNumber),
      change: done,
    }),
  );
  return {
    inputs,
    show: (range, nameOf) => {
      for (const [end, input] of inputs.entries()) {
        const bar = range[end] ?? last;
        input.valueAsNumber = bar;
        set(input, { 'aria-valuetext': nameOf(bar + end) });
      }
    },
  };
}

interface ChipLists {
  readonly lists: readonly Element[];
  readonly show: (chips: Chips) => void;
}

/** The top lists, in which every value is a button that filters. */
export function chipLists(groups: readonly TopValues[], choose: (by: string, value: string) => unknown): ChipLists {
  const shows: ((chips: Chips) => void)[] = [];
  const lists = groups
    .filter(({ top }) => top.length > 0)
    .map((group) =>
      topValues(group, (value, count) => {
        const { by, top } = group;
        const button = element(
          'button',
          { click: () => choose(by, value), '--share': percent(count / (top[0]?.[1] ?? count)) },
          by === 'flags' ? worded(value) : value,
          ' ',
          element('b', grouped(count)),
        );
        shows.push((chips) => set(button, { 'aria-pressed': chips[by]?.includes(value) === true }));
        return button;
      }),
    );
  return {
    lists,
    show: (chips) => {
      for (const show of shows) show(chips);
    },
  };
}
