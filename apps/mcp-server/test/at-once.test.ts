import { expect, test } from 'vitest';
import { START, world, type World } from './world.ts';

const DAY = 86_400_000;
const MONTH = { since: new Date(START - 30 * DAY).toISOString(), until: new Date(START).toISOString() };

function requestsOf({ simulator }: World): number {
  return simulator.vendors.reduce((sum, vendor) => sum + simulator.stats(vendor).requests, 0);
}

async function ask({ client }: World, name: string, given: object): Promise<Record<string, unknown>> {
  const { structuredContent } = await client.callTool({ name, arguments: { ...given } });
  return structuredContent as Record<string, unknown>;
}

test.each([
  ['summarize_audit_logs', { by: ['actor'] }],
  ['query_audit_logs', { limit: 500 }],
])('Sixteen calls of %s with %j at once cost the requests of one, and get its answer', async (tool, given) => {
  const options = { simulator: { events: 900 } };
  const alone = await world(options);
  const answer = await ask(alone, tool, { ...MONTH, ...given });
  const crowded = await world(options);
  const answers = await Promise.all(Array.from({ length: 16 }, () => ask(crowded, tool, { ...MONTH, ...given })));
  for (const one of answers) expect(one).toEqual(answer);
  expect(requestsOf(crowded)).toBeLessThanOrEqual(requestsOf(alone) * 1.1);
});
