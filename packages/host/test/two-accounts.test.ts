import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, providers, search, type Connection } from '@trailhound/core';
import { startSimulator } from '@trailhound/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileTokens, nodePorts } from '../src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-'));
const simulators: Awaited<ReturnType<typeof startSimulator>>[] = [];
const restarts: (() => Promise<void>)[] = [];

beforeAll(async () => {
  for (const seed of [1, 2]) {
    simulators.push(await startSimulator({ seed, events: 40 }));
  }
});
afterAll(async () => {
  await Promise.all([...restarts.map((close) => close()), ...simulators.map((simulator) => simulator.close())]);
  rmSync(folder, { recursive: true, force: true });
});

/** As a process begins: nothing but the configured credential and what lies in the folder. */
function start(): Connection[] {
  const ports = nodePorts({ tokens: fileTokens(folder), proxy: false });
  restarts.push(() => ports.close());
  return simulators.map((simulator) => {
    const site = simulator.baseUrl('gong');
    const { tokenPath = '', ...values } = simulator.credentials('gong')['oauth'] ?? {};
    const credential = { kind: 'oauth' as const, values: { ...values, tokenUrl: `${site}${tokenPath}` } };
    return connect(providers.gong, { site, tenant: 'default', credential }, ports);
  });
}

test('Two Gong accounts with the same name keep their tokens in one folder, and both survive restarts', async () => {
  for (let restart = 0; restart < 3; restart += 1) {
    for (const connection of start()) {
      const { events, coverage } = await search([connection], { since: '30d', limit: 5 });
      const reasons = coverage.flatMap(({ gaps }) => gaps.map(({ reason, hint }) => `${reason}: ${hint}`));
      expect(reasons.filter((reason) => !reason.startsWith('limit'))).toEqual([]);
      expect(events).toHaveLength(5);
    }
  }
  expect(readdirSync(folder)).toHaveLength(2);
});
