import type { Findings } from '../data.ts';
import { element } from './dom.ts';
import { cellsOf, type Cells, type Source } from './source.ts';
import { list, region, table } from './table.ts';
import { counted, worded, type Clock } from './words.ts';

/** A level in the drawing and in the list, by its shape. */
export function markOf(cell: Cells): string {
  return /^[ch]/.test(cell('level')) ? '◆' : '◇';
}

type Choose = (uids: readonly string[]) => void;

/** Everything about findings, once the source knows it. */
export function findings(
  source: Source,
  when: Clock,
  mark: (findings: readonly Cells[]) => void,
  choose: Choose,
): Element {
  const box = element('div');
  async function look(): Promise<void> {
    const found = await source.findings().catch(String);
    if (typeof found === 'string') box.textContent = found;
    else {
      mark(cellsOf(found));
      box.replaceChildren(...findingList(found, when, choose));
    }
    source.resized?.();
  }
  void look();
  return box;
}

/** What rules have found, how many of them ran, why the others did not, and what was left out. */
function findingList(found: Findings, when: Clock, choose: Choose): Element[] {
  const { total, events, rows, warnings = [], rules, left_out: left } = found;
  const { total: all, ran, ...idle } = rules;
  const about = Object.entries({ ...left, ...idle }).flatMap(([reason, those]) =>
    [those].flat().map((one) => `${worded(reason)}: ${one}`),
  );
  const listed = rows.length < total ? `, ${rows.length} listed` : '';
  const lines = cellsOf(found).map((cell) => line(cell, when, choose));
  return [
    element(
      'p',
      `${counted(total, 'finding')}${listed}: ${ran} of ${counted(all, 'rule')} ran over ${counted(events, 'event')}.`,
    ),
    list([...warnings, ...about]),
    ...(total === 0 ? [] : [region('Findings', table(['Level', 'What', 'When', 'Event'], lines))]),
  ];
}

function line(cell: Cells, when: Clock, choose: Choose): (Node | string | (Node | string)[])[] {
  const [last, uids] = [cell('last'), cell('uids').split(' ')];
  const show = element('button', { click: () => choose(uids) }, counted(Number(cell('count')), 'event'));
  return [
    [`${markOf(cell)} ${cell('level')}`],
    [element('b', cell('title') || cell('rule')), ` ${cell('why')} `, element('code', uids.join(' '))],
    [when(cell('first')), last && ` to ${when(last)}`],
    show,
  ];
}
