/** The version of the file layout. A newer program has to read older layouts too. */
export const LAYOUT = 2;

/**
 * Repeated values are interned as JSON, which is lossless. Questions are about one log, so
 * every index begins with it. A deleted number is never reused, because other processes may have cached it. The text index
 * stores no text, only which event has which trigrams. A uid is found by the time in it: an index of all uids would be a
 * tenth of the file.
 */
export const SCHEMA = `
create table about(name text primary key, value text not null) strict;
create table logs(id integer primary key, provider text not null, tenant text not null, log text not null, swept_at integer,
  unique(provider, tenant, log)) strict;
create table words(id integer primary key, text text not null unique) strict;
create table names(id integer primary key autoincrement, text text not null unique) strict;
create table actors(id integer primary key autoincrement, text text not null unique) strict;
create table targets(id integer primary key autoincrement, text text not null unique) strict;
create table dictionaries(id integer primary key, log integer not null, bytes blob not null) strict;
create table events(id integer primary key, time integer not null, uid text not null, log integer not null,
  record integer not null, verb integer not null, action integer not null, category integer not null, actor integer not null,
  impersonator integer, targets integer, outcome integer, ip integer, user_agent integer, flags integer not null,
  stated integer not null, dictionary integer not null, body blob not null) strict;
create index by_log on events(log, time);
create unique index by_uid on events(uid) where stated = 0;
create index by_actor on events(log, actor, time);
create index by_impersonator on events(log, impersonator, time) where impersonator is not null;
create index by_verb on events(log, verb, time);
create index by_kind on events(log, verb, action, category, flags, time);
create index by_ip on events(log, ip, time) where ip is not null;
create index by_record on events(record);
create virtual table text using fts5(t, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');
create table covered(log integer not null, "from" integer not null, "to" integer not null, read_at integer not null,
  primary key(log, "from")) strict, without rowid;
create table lost(log integer not null, "from" integer not null, "to" integer not null, reason text not null,
  primary key(log, "from")) strict, without rowid;
create table records(seq integer primary key, json text not null, pruned integer not null default 0) strict;
create table requests(provider text not null, tenant text not null, day integer not null, count integer not null,
  primary key(provider, tenant, day)) strict, without rowid;
create table erased(uid text primary key, time integer not null, log integer not null, record integer not null, stated integer not null,
  leaf blob not null, by integer not null) strict, without rowid;
create index erased_of on erased(record);
create index erased_by on erased(by);
pragma user_version = ${LAYOUT};
`;
