import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { companyYear } from './company.ts';

/** The limit: the same events as plain JSON in SQLite with two keys, each day synced to the disk, and nothing else. */
const [folder = '', total = '0'] = process.argv.slice(2);
const database = new DatabaseSync(path.join(folder, 'bare.db'));
database.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16384;
create table events(id integer primary key, time integer not null, uid text not null unique, json text not null) strict;
create index by_time on events(time)`);
const insert = database.prepare('insert into events(time, uid, json) values (?, ?, ?)');
let [events, cpuMs] = [0, 0];
for (const { events: own } of companyYear(Number(total))) {
  const before = process.cpuUsage();
  database.exec('begin immediate');
  for (const { at, uid, event } of own) insert.run(at, uid, JSON.stringify(event));
  database.exec('commit');
  const { user, system } = process.cpuUsage(before);
  cpuMs += (user + system) / 1000;
  events += own.length;
}
database.close();
process.stdout.write(JSON.stringify({ events, cpuMs }));
