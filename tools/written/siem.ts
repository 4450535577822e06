import { CLASSES, MAPPINGS, type ClassName, type Mapping } from '@trailhound/core/siem';
import { table } from './table.ts';

/** What each turn of a change is, in words. */
const TURNS: Readonly<Record<NonNullable<Mapping['turn']>, string>> = {
  role: 'its role changed',
  suspended: 'suspended',
  unsuspended: 'no longer suspended',
  on: 'turned on',
  off: 'turned off',
};

/** How events are mapped to OCSF and ECS; the first row that fits counts. */
export function mappings(): string {
  const rows = MAPPINGS.map((mapping) => {
    const { subject, verb, turn, ocsf, before, category, type } = mapping;
    const what = turn === undefined ? (verb ?? 'anything else') : TURNS[turn];
    return [
      subject,
      what,
      inWords(ocsf),
      before === undefined ? '' : inWords(before),
      `${category}: ${type.join(', ')}`,
    ];
  });
  return table(['What', 'is done', 'OCSF 1.9.0', 'OCSF 1.8.0, if different', 'ECS category: type'], rows);
}

function inWords([name, activity]: readonly [ClassName, number]): string {
  const { caption, uid, activities } = CLASSES[name];
  const named: Readonly<Record<number, string>> = activities;
  if (name === 'http_activity') return `${caption} ${uid}: its method`;
  return `${caption} ${uid}: ${named[activity] ?? 'Other'}`;
}
