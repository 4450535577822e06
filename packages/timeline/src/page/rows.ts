import { element } from './dom.ts';
import type { Cells } from './source.ts';
import { table } from './table.ts';
import { SECOND, worded, type Clock } from './words.ts';

const HEADS = ['When', 'Where', 'Who', 'What', 'Flags', 'Event'];

/** A table of events. */
export function eventTable(events: readonly Cells[], when: Clock, rawOf?: (uid: string) => Element): Element {
  if (events.length === 0) return element('p', 'No events.');
  const lines = events.map((cell) => {
    const [time, uid] = [cell('time'), cell('uid')];
    const details = ['action', 'target', 'outcome', 'ip'].map(cell).filter(Boolean).join(' · ');
    return [
      element('time', { datetime: time }, when(time, SECOND)),
      [`${cell('provider')} `, element('small', cell('log'))],
      cell('actor') || cell('actor.kind') || 'not named',
      [`${cell('message')} `, element('small', details)],
      worded(cell('flags')),
      [element('code', uid), ' ', rawOf?.(uid) ?? ''],
    ];
  });
  return table(HEADS, lines);
}
