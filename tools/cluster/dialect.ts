import { SHARDS } from './settings.ts';

// Debian's server is of 2018. Our own statements are put into its words, so that what runs is our archive:
// - There is no DateTime64: a time is its text, which sorts alike.
// - There are no values apart from the statement, no LowCardinality, no codecs and no skipping indexes.
// - There is no insert_deduplication_token. Replicated tables drop a block that they have seen by its content instead.
// - There is no JSONExtract, so the view for people is left out.

const SHARDED = 'stored';
/** Settings that it refuses. */
const UNKNOWN = new Set(['insert_deduplication_token', 'async_insert']);

/** A request to a server, which may become several. */
export interface Statement {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

export function translated({ query, body }: Statement): Statement[] {
  const settings = Object.entries(query).filter(([name]) => !name.startsWith('param_') && !UNKNOWN.has(name));
  const kept = Object.fromEntries(settings);
  if (query['query'] !== undefined) return [{ query: kept, body }];
  return created(withValues(body, query)).map((sql) => ({ query: kept, body: sql }));
}

/** Values come escaped as in a text of SQL, but for the quotes. */
function withValues(sql: string, query: Statement['query']): string {
  return sql.replaceAll(/\{(\w+):(\w+)[^}]*\}/g, (_, name: string, type: string) => {
    const value = query[`param_${name}`] ?? '';
    return type === 'UInt64' ? String(Number(value)) : `'${value.replaceAll("'", String.raw`\'`)}'`;
  });
}

function created(sql: string): string[] {
  const [, kind, name = ''] = /^create (table|view) if not exists (\w+)/.exec(sql) ?? [];
  if (name === 'events') return [];
  // The shards know the events, and only the server that is asked knows the records.
  if (kind === 'view') return [sql.replace('batch in (', 'batch global in (')];
  if (kind === undefined) return [sql];
  const plain = replicated(reduced(sql), name === SHARDED ? '{database}' : 'all', name);
  return name === SHARDED ? sharded(plain) : [plain];
}

function reduced(sql: string): string {
  return sql
    .replaceAll(/,\s*index \w+ \w+ type \w+\([\d.]+\) granularity \d+/g, '')
    .replaceAll(/ codec\((?:[^()]|\([^()]*\))*\)/g, '')
    .replaceAll('LowCardinality(String)', 'String')
    .replaceAll(/DateTime64\(3, 'UTC'\)/g, 'String')
    .replaceAll('toYYYYMM(time)', 'toYYYYMM(toDate(substring(time, 1, 10)))')
    .replace(/ settings .*$/, '');
}

function replicated(sql: string, group: string, name: string): string {
  return sql.replace(
    /engine = (\w*MergeTree)/,
    (_, engine: string) => `engine = Replicated${engine}('/trailhound/${group}/${name}', '{replica}')`,
  );
}

/** A table in the database of each shard, and one over all of them. */
function sharded(sql: string): string[] {
  const parts = SHARDS.map((shard) =>
    sql.replace(` ${SHARDED} (`, ` ${shard}.${SHARDED} (`).replaceAll('{database}', shard),
  );
  const all = `create table if not exists ${SHARDED} as ${SHARDS[0]}.${SHARDED}
    engine = Distributed(both, '', ${SHARDED}, cityHash64(uid))`;
  return [...parts, all];
}
