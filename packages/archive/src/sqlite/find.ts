import type { DatabaseSync } from 'node:sqlite';
import { locate } from '@trailhound/core/source';
import { prepareRows, type Row } from './row.ts';

/** The row of an event: at the time that its uid contains, unless the entry itself had no time. */
export function findRow(database: DatabaseSync, uid: string): Row | undefined {
  const place = locate(uid);
  if (place === undefined) return undefined;
  const stated = prepareRows(
    database,
    'select * from events where log in (select id from logs where provider = ?) and time = ? and uid = ?',
  );
  const unstated = prepareRows(database, 'select * from events where uid = ? and stated = 0');
  return stated(place.provider, place.time, uid)[0] ?? unstated(uid)[0];
}
