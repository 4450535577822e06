import { items, member, named, type TrueTarget } from '../../named.ts';

/** Every row that changed; or a call and the link it was shared by. */
export function targetsOf(entry: unknown): TrueTarget[] {
  const record = member(entry, 'logRecord');
  const rows = items(member(record, 'tableChanges')).flatMap((table) =>
    items(member(table, 'rowChanges')).flatMap((row) => {
      const [key] = items(member(row, 'primaryKeyColumns'));
      return named(member(table, 'tableName'), member(key, 'columnValue'));
    }),
  );
  const call = named('call', member(record, 'call_id'));
  return [...rows, ...call, ...named('sharing', member(record, 'time_based_secure_sharing_id'))];
}
