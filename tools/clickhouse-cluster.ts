// Rehearses an archive on a cluster: two ClickHouse servers and a keeper on the loopback, of Debian's packages. They are of
// 2018, so this is about shards, replicas and retries; `clickhouse.ts` is about our SQL.
import { mkdtempSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import type { LogDay } from '../bench/archive/company.ts';
import { CHECKS, type Rehearsal } from './cluster/checks.ts';
import { startCluster } from './cluster/cluster.ts';
import { DAYS, history } from './cluster/history.ts';
import { Unavailable, unpacked } from './cluster/packages.ts';
import { killAll } from './cluster/programs.ts';

const CACHE = path.join(import.meta.dirname, '..', 'node_modules', '.cache', 'clickhouse-cluster');
const DAY = 86_400_000;

async function rehearse(): Promise<boolean> {
  const place = { packages: unpacked(CACHE), data: mkdtempSync(path.join(tmpdir(), 'trailhound-cluster-')) };
  process.once('exit', () => killAll(place));
  const cluster = await startCluster(place);
  const all = history();
  const within = (from: number, to: number): LogDay[] =>
    all.filter(({ window }) => from <= window.from && window.to <= to);
  const rehearsal: Rehearsal = {
    cluster,
    one: await cluster.one.open(),
    two: await cluster.two.open(),
    days: within(DAYS.from, DAYS.to - 2 * DAY),
    later: within(DAYS.to - 2 * DAY, DAYS.to - DAY),
    last: within(DAYS.to - DAY, DAYS.to),
    sent: [],
  };
  let isRight = true;
  for (const { name, run } of CHECKS) {
    const began = Date.now();
    const outcome = await run(rehearsal);
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    console.log(`${outcome.isRight ? '✓' : '✗'} ${name} (${seconds} s)\n  ${outcome.figures.join('\n  ')}`);
    isRight &&= outcome.isRight;
  }
  return isRight;
}

// A second signal, as pnpm passes one on, must not interrupt the clearing up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}
try {
  process.exit((await rehearse()) ? 0 : 1);
} catch (thrown) {
  console.error(thrown instanceof Unavailable ? thrown.message : thrown);
  process.exit(1);
}
