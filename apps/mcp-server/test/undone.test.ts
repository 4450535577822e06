import { expect, test } from 'vitest';
import { START, world } from './world.ts';

const HOUR = 3_600_000;

test.each([
  ['query_audit_logs', {}],
  ['trace_audit_actor', { actor: 'dana.doe@example.com' }],
])('%s says how long a change lasted that was taken back, with uids that can be fetched', async (name, args) => {
  const { client, simulator } = await world({ simulator: { events: 0 } });
  for (const [hours, from, to] of [
    [5, true, false],
    [2, false, true],
  ] as const) {
    simulator.append('ashby', 'audit_log', {
      time: START - hours * HOUR,
      entry: {
        category: 'JobConfidentialityChanged',
        target: { type: 'job', id: 'j1' },
        actor: { type: 'User', id: 'u1', email: 'dana.doe@example.com', name: 'Dana Doe' },
        changedFields: { confidential: { from, to } },
      },
    });
  }
  const { structuredContent } = await client.callTool({ name, arguments: { since: '24h', ...args } });
  const { undone = [] } = structuredContent as { undone?: readonly string[] };
  expect(undone).toEqual([expect.stringContaining('ashby job:j1 confidential: true → false, undone after 3 h (')]);
  for (const [uid] of undone[0]?.matchAll(/ashby-\w+-[\w-]{4}/g) ?? []) {
    const { structuredContent: one } = await client.callTool({ name: 'get_audit_log', arguments: { uid } });
    expect(one).toMatchObject({ event: { uid: expect.stringContaining(uid) } });
  }
});
