import type { Row } from '../data.ts';
import { element } from './dom.ts';
import { cellOf, type Found } from './source.ts';
import type { Clock } from './times.ts';

const HEADS = ['When', 'Where', 'Who', 'What', 'Flags', 'Event'];

/** A table of events. */
export function eventTable({ columns, rows }: Found, when: Clock): Element {
  if (rows.length === 0) return element('p', {}, 'No events.');
  const cell = cellOf(columns);
  const lines = rows.map((row) => {
    const time = cell(row, 'time');
    return element(
      'tr',
      {},
      element('td', {}, element('time', { datetime: time }, when(time, 'medium'))),
      element('td', {}, `${cell(row, 'provider')} `, small(cell(row, 'log'))),
      element('td', {}, cell(row, 'actor') || cell(row, 'actor.kind') || 'not named'),
      element('td', {}, cell(row, 'message'), ' ', small(details(row, cell))),
      element('td', {}, cell(row, 'flags').replaceAll('_', ' ')),
      element('td', {}, element('code', {}, cell(row, 'uid'))),
    );
  });
  const head = element('tr', {}, ...HEADS.map((name) => element('th', { scope: 'col' }, name)));
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines));
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
