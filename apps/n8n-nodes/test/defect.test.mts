import { providers } from '@trailhound/core';
import type { Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { credentialsFor, execute } from './fake-n8n.mts';
import { firstOf, jsonOf, startVendors } from './simulated.mts';
import { others, VENDORS } from './truth.mts';
import { WAYS } from './ways.mts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startVendors();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => simulator.close());

function spoil(): void {
  vi.spyOn(providers.zendesk, 'answer').mockImplementation(() => {
    throw new TypeError('boom');
  });
}

test("An internal defect in one product leaves the answer of the others, and appears only in n8n's log", async () => {
  spoil();
  const { items, hints, logged } = await execute({
    credentials: credentialsFor(simulator, ...VENDORS),
    parameters: { ...WAYS, resource: 'all', operation: 'getAll', since: '30d', limit: 50 },
  });
  expect(new Set(jsonOf(items).map(({ provider }) => provider))).toEqual(new Set(others('zendesk')));
  expect(hints.join(' ')).toMatch(/defect of Trailhound, not of the vendor/);
  expect(JSON.stringify([items, hints])).not.toContain('boom');
  expect(logged.join()).toContain('boom');
});

test('An internal defect in the only product fails the item with its own error code', async () => {
  spoil();
  const setting = {
    credentials: credentialsFor(simulator, 'zendesk'),
    parameters: { ...WAYS, resource: 'zendesk', operation: 'getAll', since: '30d' },
  };
  await expect(execute(setting)).rejects.toMatchObject({ failure: { cause: 'node-defect' } });
  const { items } = await execute({ ...setting, continueOnFail: true });
  expect(firstOf(items)).toMatchObject({ error: { code: 'internal', hint: /defect of Trailhound/ } });
});
