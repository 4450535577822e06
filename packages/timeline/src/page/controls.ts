import type { TopValues } from '../data.ts';
import type { Range } from './bins.ts';
import { element, set } from './dom.ts';
import { topValues } from './parts.ts';
import type { Chips } from './source.ts';
import { grouped, worded } from './words.ts';

/** Two sliders, for the keyboard: where the range begins and where it ends. */
export function rangeSliders(
  last: number,
  move: (end: keyof Range, to: number) => void,
  done: () => void,
): { box: Element; show: (range: Range, nameOf: (bar: number) => string) => void } {
  const [from, to] = (['first', 'last'] as const).map((end) =>
    element('input', {
      type: 'range',
      min: 0,
      max: last,
      'aria-label': end === 'first' ? 'From' : 'Until',
      input: ({ target }) => move(end, (target as HTMLInputElement).valueAsNumber),
      change: done,
    }),
  ) as [HTMLInputElement, HTMLInputElement];
  return {
    box: element('div', { class: 'sliders' }, from, to),
    show: (range, nameOf) => {
      from.valueAsNumber = range.first;
      to.valueAsNumber = range.last;
      set(from, { 'aria-valuetext': nameOf(range.first) });
      set(to, { 'aria-valuetext': nameOf(range.last + 1) });
    },
  };
}

/** The top lists, in which every value is a button that filters. */
export function chipLists(
  groups: readonly TopValues[],
  choose: (by: string, value: string) => void,
): { lists: readonly Element[]; show: (chips: Chips) => void } {
  const buttons: { by: string; value: string; button: Element }[] = [];
  const lists = groups
    .filter(({ top }) => top.length > 0)
    .map((group) =>
      topValues(group, (value, count) => {
        const { by } = group;
        const share = count / (group.top[0]?.[1] ?? count);
        const shown = [by === 'flags' ? worded(value) : value, ' ', element('b', {}, grouped(count))];
        const button = element('button', { click: () => choose(by, value), 'aria-pressed': 'false' }, ...shown);
        button.style.setProperty('--share', `${share * 100}%`);
        buttons.push({ by, value, button });
        return button;
      }),
    );
  return {
    lists,
    show: (chips) => {
      for (const { by, value, button } of buttons) set(button, { 'aria-pressed': String(chips[by] === value) });
    },
  };
}
