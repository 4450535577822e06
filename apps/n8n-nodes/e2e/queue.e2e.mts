import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { truthOf } from '../test/truth.mts';
import { createInstance, type Instance } from './instance.mts';
import { end, freePort, ready } from './process.mts';
import { type Server } from './server.mts';
import { auditLogs, fan, goodCredentials, manual } from './workflows.mts';

// Needs `redis-server`: without it these are skipped, and say so.

const redisPort = await freePort();
const redis = await startRedis(redisPort);

let simulator: Simulator;
let instance: Instance;
let server: Server;
const workers: ChildProcess[] = [];

const MOST_TRIES = 10;
const TEN = Array.from({ length: 10 }, (_, index) => `queued-${index}`);

async function startRedis(port: number): Promise<ChildProcess | undefined> {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
  });
  const failed = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(true));
    child.once('spawn', () => resolve(false));
  });
  return failed ? undefined : child;
}

/** n8n waits a second for its database, which three processes share here; on a busy machine that is not enough. */
async function started(id: string): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await server.run(id, 'Start');
    } catch (thrown) {
      if (tries === MOST_TRIES || !String(thrown).includes('SQLITE_BUSY')) throw thrown;
      await delay(1000);
    }
  }
}

beforeAll(async () => {
  if (redis === undefined) return;
  const to = Date.now() - 3_600_000;
  simulator = await startSimulator({
    events: 250,
    from: to - 20 * 86_400_000,
    to,
    vendors: ['ashby', 'zendesk', 'gong'],
  });
  const queue = {
    EXECUTIONS_MODE: 'queue',
    OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
    QUEUE_BULL_REDIS_HOST: '127.0.0.1',
    QUEUE_BULL_REDIS_PORT: String(redisPort),
  };
  instance = createInstance();
  await instance.importAll(
    goodCredentials(simulator),
    TEN.map((id) =>
      fan(id, manual, auditLogs('All', { resource: 'ashby', operation: 'getAll', since: '30d', returnAll: true })),
    ),
  );
  server = await instance.start(queue);
  for (let count = 0; count < 2; count += 1) {
    const [broker, health] = [await freePort(), await freePort()];
    const ports = { N8N_RUNNERS_BROKER_PORT: String(broker), QUEUE_HEALTH_CHECK_PORT: String(health) };
    const worker = instance.spawn(
      ['worker', '--concurrency=2'],
      { ...queue, ...ports, QUEUE_HEALTH_CHECK_ACTIVE: 'true' },
      `worker-${count}`,
    );
    workers.push(worker);
    await ready(`http://127.0.0.1:${health}/healthz`, worker);
  }
});
afterAll(async () => {
  await Promise.all(workers.map(end));
  await server?.stop();
  instance?.remove();
  await simulator?.close();
  redis?.kill();
});

test.skipIf(redis === undefined)('ten workflows over two workers give the truth, and both take part', async () => {
  const ids: string[] = [];
  for (const id of TEN) ids.push(await started(id));
  const ended = await Promise.all(ids.map(server.ended));
  for (const { status, outputs } of ended) {
    expect(status).toBe('success');
    expect(outputs['All']).toHaveLength(truthOf(simulator, 'ashby').length);
  }
  const shares = workers.map(
    (_, index) => instance.logOf(`worker-${index}`).match(/finished execution/gi)?.length ?? 0,
  );
  console.log(`Executions per worker: ${shares.join(' and ')}`);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(TEN.length);
  expect(Math.min(...shares)).toBeGreaterThan(0);
});
