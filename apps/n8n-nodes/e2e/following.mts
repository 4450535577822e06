import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startSimulator, type Simulator, type VendorId } from '@trailhound/simulator';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sorted, VENDORS } from '../test/truth.mts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import { fan, goodCredentials, node, trigger } from './workflows.mts';

/** The engine that n8n has always had, and the one that keeps its cursors itself. */
const ENGINES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  legacy: {},
  durable: {
    N8N_SCHEDULER_ENABLED: 'true',
    N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
    N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
    N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
  },
};

const MINUTE = 60_000;

describe.each(Object.keys(ENGINES))('On the %s engine', (engine) => {
  let simulator: Simulator;
  let instance: Instance;
  let server: Server;
  let begun: number;

  const follow = node('Then', 'n8n-nodes-base.noOp', {});
  const options = { lookback: '2h', redact: false };
  const idOf = (vendor: VendorId): string => `follow-${vendor}`;

  beforeAll(async () => {
    const now = Date.now();
    simulator = await startSimulator({ events: 30, from: now - 20 * 86_400_000, to: now - 3 * 3_600_000 });
    instance = createInstance();
    const workflows = VENDORS.map((resource) =>
      fan(idOf(resource), trigger({ resource, output: 'raw', options }), follow),
    );
    await instance.importAll(goodCredentials(simulator), workflows);
    server = await instance.start(ENGINES[engine]);
    begun = now - 2 * 3_600_000 + MINUTE;
  });
  afterAll(async () => {
    await server?.stop();
    instance?.remove();
    await simulator?.close();
  });

  function append(vendor: VendorId, ago: number, count: number, visibleIn?: number): void {
    const time = Date.now() - ago;
    for (let added = 0; added < count; added += 1) {
      const late = visibleIn === undefined ? {} : { visibleAt: Date.now() + visibleIn };
      simulator.append(vendor, simulator.trial(vendor).log, { time: time - (time % 1000), ...late });
    }
  }

  /** What every execution of the trigger was started with. */
  async function delivered(vendor: VendorId): Promise<unknown[]> {
    const executions = await server.executionsOf(idOf(vendor));
    const read = await Promise.all(
      executions.filter(({ mode }) => mode === 'trigger').map(({ id }) => server.ended(id)),
    );
    return read.flatMap(({ outputs }) => (outputs['Trigger'] ?? []).map(({ json }) => json));
  }

  function truth(vendor: VendorId): unknown[] {
    const range = { vendor, log: simulator.trial(vendor).log, from: begun, to: Date.now() };
    return [...simulator.truth(range).entries()].map(({ entry }) => entry);
  }

  /** Until n8n has had the time for its next polls. */
  async function caughtUp(vendor: VendorId): Promise<unknown[]> {
    const until = Date.now() + 150_000;
    for (;;) {
      const found = await delivered(vendor);
      if (found.length >= truth(vendor).length || Date.now() > until) return found;
      await delay(1000);
    }
  }

  test('running by hand gives a sample and begins nothing', async () => {
    const id = await server.run(idOf('ashby'), 'Trigger');
    const { status, outputs } = await server.ended(id);
    expect(status).toBe('success');
    expect(outputs['Trigger']).toHaveLength(5);
  });

  test('union is truth and nothing comes twice: bursts, while running, while down, late, over restarts', async () => {
    for (const vendor of VENDORS) append(vendor, 5 * MINUTE, 7);
    for (const vendor of VENDORS) await server.activate(idOf(vendor));
    for (const vendor of VENDORS) expect(sorted(await caughtUp(vendor))).toEqual(sorted(truth(vendor)));
    for (const vendor of VENDORS) append(vendor, MINUTE, 4);
    for (const vendor of VENDORS) append(vendor, 3 * MINUTE, 2, 20_000);
    for (const vendor of VENDORS) expect(sorted(await caughtUp(vendor))).toEqual(sorted(truth(vendor)));
    await server.stop();
    for (const vendor of VENDORS) append(vendor, MINUTE, 5);
    server = await instance.start(ENGINES[engine]);
    for (const vendor of VENDORS) expect(sorted(await caughtUp(vendor))).toEqual(sorted(truth(vendor)));
    await server.stop();
    server = await instance.start(ENGINES[engine]);
    await delay(70_000);
    for (const vendor of VENDORS) expect(sorted(await caughtUp(vendor))).toEqual(sorted(truth(vendor)));
  }, 900_000);

  test('its place is kept where the engine keeps it', () => {
    const database = new DatabaseSync(path.join(instance.folder, '.n8n', 'database.sqlite'), { readOnly: true });
    const { count } = database.prepare('select count(*) as count from poller_state').get() as { count: number };
    database.close();
    expect(count).toBe(engine === 'durable' ? VENDORS.length : 0);
  });
});
