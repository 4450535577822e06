import type { VendorId } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import { follow } from '../../src/questions/follow.ts';
import { search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { START } from '../fake-host.ts';
import { simulated, type Simulated } from './world.ts';

const VENDORS: readonly VendorId[] = ['gong', 'zendesk', 'ashby'];
const DEADLINE_MS = 45_000;
const QUESTIONS = {
  search: async (world: Simulated) => {
    const found = await search(connections(world), { since: '10d', limit: 9000 }, { deadline: START + DEADLINE_MS });
    return { count: found.events.length, coverage: found.coverage };
  },
  summarize: async (world: Simulated) => {
    const found = await summarize(connections(world), { since: '10d' }, { deadline: START + DEADLINE_MS });
    return { count: found.total, coverage: found.coverage };
  },
  follow: async (world: Simulated) => {
    const options = { deadline: START + DEADLINE_MS, lookback: '10d' };
    const found = await follow(connections(world), {}, options);
    return { count: found.events.length, coverage: found.coverage };
  },
} as const;

function connections({ connect }: Simulated) {
  return VENDORS.map((vendor) => connect(vendor));
}

describe.each(Object.entries(QUESTIONS))('%s', (_, ask) => {
  test.each(VENDORS)(
    'answers at its deadline with what the others returned, and names %s as the hanging log',
    async (hung) => {
      const world = simulated({ events: 200, switches: { [hung]: { stall: 'silent' } } });
      const { count, coverage } = await ask(world);
      expect(world.host.elapsed()).toBeLessThanOrEqual(DEADLINE_MS);
      const missing = coverage.filter(({ complete }) => !complete);
      expect(new Set(missing.map(({ provider }) => provider))).toEqual(new Set([hung]));
      expect(missing.flatMap(({ gaps }) => gaps.map(({ reason }) => reason))).toContain('timeout');
      const truth = coverage
        .filter(({ complete }) => complete)
        .map(({ provider, log, asked }) =>
          world.simulator.truth({
            vendor: provider as VendorId,
            log,
            from: Date.parse(asked.from),
            to: Date.parse(asked.to),
          }),
        );
      expect(count).toBe(truth.reduce((sum, one) => sum + one.count, 0));
      expect(count).toBeGreaterThan(0);
      expect(world.host.asleep()).toBe(0);
    },
  );

  test('answers at its deadline even if all of them hang', async () => {
    const world = simulated({ switches: Object.fromEntries(VENDORS.map((vendor) => [vendor, { stall: 'silent' }])) });
    const { count, coverage } = await ask(world);
    expect(world.host.elapsed()).toBeLessThanOrEqual(DEADLINE_MS);
    expect([count, coverage.some(({ complete }) => complete)]).toEqual([0, false]);
  });
});

test('A log being read at the deadline continues with the cursor, without a gap of its own', async () => {
  const world = simulated({ events: 3000, switches: { zendesk: { latencyMs: 0 } } });
  const zendesk = world.connect('zendesk');
  let asked = 0;
  const slowing = {
    ...zendesk,
    send: (...[request, options]: Parameters<typeof zendesk.send>) => {
      asked += 1;
      return asked > 4 ? world.host.silence(options.signal) : zendesk.send(request, options);
    },
  };
  const found = await search([slowing], { since: '20d', limit: 9000 }, { deadline: START + DEADLINE_MS });
  expect(found.events.length).toBeGreaterThan(0);
  expect(found.cursor).toBeDefined();
  expect(found.coverage.flatMap(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual(['budget']);
});
