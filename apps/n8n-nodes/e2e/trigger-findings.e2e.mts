import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import { fan, goodCredentials, node, trigger } from './workflows.mts';

const ID = 'findings';
/** A rule that finds every event. */
const ANYTHING = {
  title: 'Anything',
  name: 'anything',
  logsource: {},
  detection: { any: { 'verb|exists': true }, condition: 'any' },
};

let simulator: Simulator;
let instance: Instance;
let server: Server;
beforeAll(async () => {
  const now = Date.now();
  simulator = await startSimulator({ events: 30, from: now - 20 * 86_400_000, to: now - 4 * 3_600_000 });
  instance = createInstance();
  const options = { lookback: '2h', rules: 'anything', ownRules: JSON.stringify([ANYTHING]) };
  const workflow = fan(
    ID,
    trigger({ resource: 'ashby', emit: 'findings', options }),
    node('Then', 'n8n-nodes-base.noOp', {}),
  );
  await instance.importAll(goodCredentials(simulator), [workflow]);
  server = await instance.start();
});
afterAll(async () => {
  await server?.stop();
  instance?.remove();
  await simulator?.close();
});

function append(count: number): void {
  const { log } = simulator.trial('ashby');
  for (let added = 0; added < count; added += 1) simulator.append('ashby', log, { time: Date.now() - 1000 });
}

/** The ids of the findings that executions have started with, when there are so many. */
async function ids(count: number): Promise<unknown[]> {
  const until = Date.now() + 150_000;
  for (;;) {
    const executions = (await server.executionsOf(ID)).filter(({ mode }) => mode === 'trigger');
    const read = await Promise.all(executions.map((one) => server.ended(one.id)));
    const found = read.flatMap(({ outputs }) => (outputs['Trigger'] ?? []).map(({ json }) => json['id']));
    if (found.length >= count || Date.now() > until) return found;
    await delay(1000);
  }
}

test('findings come once each, also after a restart of n8n', async () => {
  append(3);
  await server.activate(ID);
  expect(await ids(3)).toHaveLength(3);
  await server.stop();
  append(2);
  server = await instance.start();
  const all = await ids(5);
  // Another poll, which has nothing to add.
  await delay(70_000);
  expect([all.length, new Set(await ids(5)).size, (await ids(5)).length]).toEqual([5, 5, 5]);
}, 600_000);
