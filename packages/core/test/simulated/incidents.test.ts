import { createSimulator, VENDOR_IDS, type SimulatorOptions } from '@trailhound/simulator';
import { expect, test } from 'vitest';
import { compileRules } from '../../src/findings/compile.ts';
import { RULES } from '../../src/findings/pack/index.ts';
import { risks } from '../../src/findings/risks.ts';
import { parseRoster } from '../../src/findings/roster.ts';
import { START } from '../fake-host.ts';
import { simulated } from './world.ts';

const DAY = 86_400_000;
const INCIDENTS = createSimulator().incidents();
const roster = parseRoster([
  { person: 'Eli Edge', emails: ['eli.edge@example.com'], left_at: new Date(START - 40 * DAY).toISOString() },
  { person: 'Ivy Instance', emails: ['ivy.instance@example.com'], privileged: true },
]);

/** The rules that find something, as everybody asks them: through the simulated APIs. */
async function finding(options: SimulatorOptions, since = '7d'): Promise<readonly string[]> {
  const world = simulated({ unlimited: true, ...options });
  const connections = VENDOR_IDS.map((vendor) => world.connect(vendor));
  const logs = VENDOR_IDS.flatMap((vendor) => world.simulator.logs(vendor).map((log) => `${vendor}.${log}`));
  const { findings, complete } = await risks(connections, { since, logs }, { roster, ownDomains: ['example.com'] });
  expect(complete).toBe(true);
  return findings.map(({ rule }) => rule);
}

const bare = (name: string): string => name.replace(/^\w+\//, '');

test.each(INCIDENTS)('The rule finds its incident, and nothing without it: %s', async (name) => {
  const found = await finding({ events: 0, incidents: [name] });
  expect(found.map(bare)).toContain(bare(name));
  expect(found.every((rule) => !rule.includes('/') || rule.split('/')[0] === name.split('/')[0])).toBe(true);
  expect(await finding({ events: 0 })).toEqual([]);
});

test('Every rule of the pack finds something in the simulator, of each product that it is about', async () => {
  const usual = await finding({ events: 400 }, '13d');
  const told = new Set([...usual, ...INCIDENTS, ...INCIDENTS.map(bare)]);
  const silent = compileRules(RULES, { level: 'low' })
    .watches.map(({ rule: { key } }) => key)
    .filter((key) => !told.has(key));
  expect(silent).toEqual([]);
});

test('Incidents come only to who asks for them', () => {
  const countIn = (options: SimulatorOptions): number => {
    const { truth, logs } = createSimulator({ now: START, ...options });
    const each = VENDOR_IDS.flatMap((vendor) => logs(vendor).map((log) => ({ vendor, log, from: 0, to: START })));
    return each.reduce((sum, range) => sum + truth(range).count, 0);
  };
  expect(countIn({ events: 0 })).toBe(0);
  expect(countIn({ events: 0, incidents: 'all' })).toBeGreaterThan(200);
});
