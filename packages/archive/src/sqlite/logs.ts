import type { DatabaseSync } from 'node:sqlite';
import type { LogName } from '@trailhound/core/ledger';

/** The logs of a file by name and by number. */
export interface Logs {
  readonly find: (log: LogName) => number | undefined;
  readonly put: (log: LogName) => number;
  readonly nameOf: (id: number) => LogName;
  readonly all: () => readonly number[];
}

export function createLogs(database: DatabaseSync): Logs {
  const select = database.prepare('select id from logs where provider = ? and tenant = ? and log = ?');
  const insert = database.prepare('insert into logs(provider, tenant, log) values (?, ?, ?)');
  const name = database.prepare('select provider, tenant, log from logs where id = ?');
  const ids = database.prepare('select id from logs order by provider, tenant, log');
  const names = new Map<number, LogName>();

  function find({ provider, tenant, log }: LogName): number | undefined {
    const row = select.get(provider, tenant, log);
    return row && Number(row['id']);
  }

  return {
    find,
    put: (log) => find(log) ?? Number(insert.run(log.provider, log.tenant, log.log).lastInsertRowid),
    nameOf: (id) => {
      const known = names.get(id);
      if (known !== undefined) return known;
      const read = { ...name.get(id) } as unknown as LogName;
      names.set(id, read);
      return read;
    },
    all: () => ids.all().map(({ id }) => Number(id)),
  };
}
