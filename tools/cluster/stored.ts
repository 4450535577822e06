import { DATABASE, type ClickHouse, type Cluster } from './cluster.ts';
import { SHARDS } from './settings.ts';

// Rows as the servers have them, below our tables over all shards and our views.

async function figure(server: ClickHouse, sql: string): Promise<number> {
  return Number(await server.ask(sql));
}

/** Rows of events in the replicas of a server, of all shards together. */
export async function rowsOn(server: ClickHouse, which = ''): Promise<number> {
  return total(SHARDS.map((shard) => figure(server, `select count() from ${shard}.stored ${which}`)));
}

async function total(counts: readonly Promise<number>[]): Promise<number> {
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** The rows of each shard under FINAL, to see that none is idle. */
export async function rowsByShard(server: ClickHouse): Promise<readonly number[]> {
  return Promise.all(SHARDS.map((shard) => figure(server, `select count() from ${shard}.stored final`)));
}

/** What the replicas of a server hold, as a text. */
async function contentOf(server: ClickHouse): Promise<string> {
  const parts = SHARDS.map((shard) => server.ask(`select uid, batch from ${shard}.stored final order by uid, batch`));
  const records = server.ask(`select seq, hash, batch from ${DATABASE}.records final order by seq, batch`);
  return (await Promise.all([...parts, records])).join('\n');
}

/** Whether both servers hold exactly the same. */
export async function areEqual({ one, two }: Cluster): Promise<boolean> {
  const [first, second] = await Promise.all([contentOf(one), contentOf(two)]);
  return first === second;
}

/** Blocks of rows that servers did not store because they had seen them. */
export async function droppedBlocks(...servers: readonly ClickHouse[]): Promise<number> {
  const sql = "select sum(value) from system.events where event = 'DuplicatedInsertedBlocks'";
  return total(servers.map((server) => figure(server, sql)));
}

/** Merges all parts now, as a server does some day. */
export async function merge({ one, two }: Cluster): Promise<void> {
  for (const shard of SHARDS) {
    await one.ask(`optimize table ${shard}.stored final`);
    await two.ask(`system sync replica ${shard}.stored`);
  }
}
