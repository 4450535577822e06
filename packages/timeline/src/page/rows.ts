import type { Row } from '../data.ts';
import { element } from './dom.ts';
import { cellOf, type Found } from './source.ts';
import { table } from './table.ts';
import { worded, type Clock } from './words.ts';

const HEADS = ['When', 'Where', 'Who', 'What', 'Flags', 'Event'];

/** A table of events. */
export function eventTable({ columns, rows }: Found, when: Clock, rawOf?: (uid: string) => Element): Element {
  if (rows.length === 0) return element('p', {}, 'No events.');
  const cell = cellOf(columns);
  const lines = rows.map((row) => {
    const [time, uid] = [cell(row, 'time'), cell(row, 'uid')];
    return [
      element('time', { datetime: time }, when(time, 'medium')),
      [`${cell(row, 'provider')} `, small(cell(row, 'log'))],
      cell(row, 'actor') || cell(row, 'actor.kind') || 'not named',
      [`${cell(row, 'message')} `, small(details(row, cell))],
      worded(cell(row, 'flags')),
      [element('code', {}, uid), ' ', rawOf?.(uid) ?? ''],
    ];
  });
  return table(HEADS, lines);
}

function details(row: Row, cell: ReturnType<typeof cellOf>): string {
  return ['action', 'target', 'outcome', 'ip']
    .map((name) => cell(row, name))
    .filter((text) => text !== '')
    .join(' · ');
}

function small(text: string): Element {
  return element('small', {}, text);
}
