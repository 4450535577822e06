import type { DatabaseSync } from 'node:sqlite';
import { locate } from '@trailhound/core/source';
import { prepareRows, type Row } from './row.ts';

/** Finds the row of an event: at the time that its uid contains, unless the entry itself had no time. */
export function createFind(database: DatabaseSync): (uid: string) => Row | undefined {
  const stated = prepareRows(
    database,
    'select * from events where log in (select id from logs where provider = ?) and time = ? and uid = ?',
  );
  const unstated = prepareRows(database, 'select * from events where uid = ? and stated = 0');
  return (uid) => {
    const place = locate(uid);
    if (place === undefined) return undefined;
    return stated(place.provider, place.time, uid)[0] ?? unstated(uid)[0];
  };
}
