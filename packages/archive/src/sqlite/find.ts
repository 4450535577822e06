import type { DatabaseSync } from 'node:sqlite';
import { locate } from '@trailhound/core/source';
import type { Row } from './rows.ts';

/** The row of an event: at the time that its uid contains, unless the entry itself had no time. */
export function findRow(database: DatabaseSync, uid: string): Row | undefined {
  const place = locate(uid);
  if (place === undefined) return undefined;
  const stated = database.prepare(
    'select * from events where log in (select id from logs where provider = ?) and time = ? and uid = ?',
  );
  const unstated = database.prepare('select * from events where uid = ? and stated = 0');
  const row = stated.get(place.provider, place.time, uid) ?? unstated.get(uid);
  return row as unknown as Row | undefined;
}
