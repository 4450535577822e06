/** A JSON text, or nothing where an event lacks it. */
const few = "LowCardinality(String) default ''";
const any = "String default '' codec(ZSTD(3))";
const time = "DateTime64(3, 'UTC')";
const NAME = `provider LowCardinality(String), tenant LowCardinality(String), log LowCardinality(String)`;
/** Without it, a server without replicas forgets which inserts it has seen. */
const ONCE = 'settings non_replicated_deduplication_window = 10000';

/**
 * Rows count once the record that names their batch is there: a record is one row, so it is there whole or not at all. What
 * an interrupted insert left behind is never seen. Fields are JSON texts, which loses nothing; `events` shows them plainly.
 */
export const TABLES: readonly string[] = [
  `create table if not exists records (seq UInt64, hash String, batch String, kind LowCardinality(String), ${NAME},
    since ${time}, until ${time}, read_at ${time}, reason String, json String)
  engine = ReplacingMergeTree order by (seq, batch) ${ONCE}`,
  `create table if not exists stored (uid String codec(ZSTD(1)), time ${time} codec(DoubleDelta, ZSTD(1)), ${NAME},
    batch LowCardinality(String), stated UInt8, verb ${few}, action ${few}, category ${few}, actor ${few}, impersonator ${few},
    target ${any}, targets ${any}, outcome ${few}, ip ${few}, user_agent ${few}, request_id ${any}, native_id ${any},
    flags ${few}, message ${any}, changes ${any}, raw ${any},
    index by_uid uid type bloom_filter(0.001) granularity 4, index by_actor actor type bloom_filter(0.01) granularity 4)
  engine = ReplacingMergeTree partition by toYYYYMM(time) order by (provider, tenant, log, time, uid, batch) ${ONCE}`,
  `create table if not exists tombstones (uid String, time ${time}, ${NAME}, record UInt64, stated UInt8, leaf String, batch String)
  engine = ReplacingMergeTree order by (provider, tenant, log, time, uid, batch) ${ONCE}`,
  `create table if not exists swept (${NAME}, at ${time}) engine = MergeTree order by (provider, tenant, log)`,
  `create table if not exists spent (provider LowCardinality(String), tenant LowCardinality(String), day ${time}, requests UInt64)
  engine = MergeTree order by (provider, tenant, day)`,
  `create view if not exists visible as select * from stored final where batch in (select batch from records)`,
  `create view if not exists erased as select * from tombstones final where batch in (select batch from records)`,
  `create view if not exists events as select time, uid, provider, tenant, log, JSONExtractString(verb) as verb,
    JSONExtractString(action) as action, JSONExtractString(category) as category,
    JSONExtractString(actor, 'kind') as actor_kind, JSONExtractString(actor, 'id') as actor_id,
    JSONExtractString(actor, 'email') as actor_email, JSONExtractString(actor, 'name') as actor_name, impersonator,
    JSONExtractString(target, 'type') as target_type, JSONExtractString(target, 'id') as target_id,
    JSONExtractString(target, 'name') as target_name, targets, JSONExtractString(outcome) as outcome,
    JSONExtractString(ip) as ip, JSONExtractString(user_agent) as user_agent, JSONExtractString(request_id) as request_id,
    JSONExtractString(native_id) as native_id, JSONExtract(flags, 'Array(String)') as flags,
    JSONExtractString(message) as message, changes, raw
  from visible`,
];
