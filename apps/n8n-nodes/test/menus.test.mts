import { hasHidden } from '@trailhound/core/reply';
import type { Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { credentialsFor, execute, listActors } from './fake-n8n.mts';
import { jsonOf, startVendors } from './simulated.mts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startVendors({ events: 2000 });
});
afterEach(() => simulator.reset());
afterAll(() => simulator.close());

const ashby = () => ({ credentials: credentialsFor(simulator, 'ashby'), parameters: { resource: 'ashby' } });

describe('The list of actors', () => {
  test('offers everybody once, by values that the filter and a trace find', async () => {
    const actors = await listActors(ashby());
    expect(new Set(actors.map(({ value }) => value)).size).toBe(actors.length);
    const picked = { __rl: true, mode: 'list', value: actors[0]?.value ?? '' };
    const parameters = { resource: 'ashby', since: '7d', limit: 5 };
    const { credentials } = ashby();
    const found = await execute({
      credentials,
      parameters: { ...parameters, operation: 'getAll', filters: { actor: picked } },
    });
    expect(jsonOf(found.items).map(({ actor }) => actor)).toEqual(found.items.map(() => picked.value));
    const traced = await execute({ credentials, parameters: { ...parameters, operation: 'trace', actor: picked } });
    expect([found.items.length > 0, traced.items.length > 0]).toEqual([true, true]);
  });

  test('is filtered by what the user types', async () => {
    const [first] = await listActors(ashby());
    const typed = String(first?.value).slice(0, 6).toUpperCase();
    const narrowed = await listActors(ashby(), typed);
    expect(narrowed).toContainEqual(first);
    for (const { name } of narrowed) expect(name.toUpperCase()).toContain(typed);
  });

  test('shows no invisible characters', async () => {
    simulator.set('ashby', { hostileText: true });
    const names = (await listActors(ashby())).map(({ name }) => name);
    expect(names.filter(hasHidden)).toEqual([]);
  });

  test('reads only a few of the newest pages, however many there are', async () => {
    await listActors(ashby());
    expect(simulator.stats('ashby').requests).toBeLessThanOrEqual(5);
  });

  test('says in a sentence why it cannot be loaded', async () => {
    await expect(listActors({ ...ashby(), credentials: {} })).rejects.toThrow('Ashby is not connected');
  });
});
