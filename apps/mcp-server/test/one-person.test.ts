import { expect, test } from 'vitest';
import { START, world } from './world.ts';

const HOUR = 3_600_000;
const DANA = 'dana.doe@example.com';

interface Body {
  readonly total: number;
  readonly groups: readonly { readonly columns: readonly string[]; readonly top: readonly unknown[] }[];
  readonly same_people?: readonly string[];
  readonly perhaps_same?: readonly string[];
}

/** Somebody in Ashby, by address, and as many in Zendesk as there are ids, by the same name. */
async function asked(name: string, args: object, ids: readonly number[]): Promise<Body> {
  const { client, simulator } = await world({ simulator: { events: 0 } });
  simulator.append('ashby', 'audit_log', {
    time: START - HOUR,
    entry: { category: 'JobStatusChanged', actor: { type: 'User', id: 'u1', email: DANA, name: 'Dana Doe' } },
  });
  for (const id of ids) {
    const entry = { id, actor_id: id, actor_name: 'Dana Doe', action: 'update', source_type: 'trigger' };
    simulator.append('zendesk', 'audit_logs', { time: START - 2 * HOUR - id, entry });
  }
  const { structuredContent } = await client.callTool({ name, arguments: { since: '24h', ...args } });
  return structuredContent as Body;
}

test('A ranking has one row for one person, with the other names', async () => {
  const { total, groups } = await asked('summarize_audit_logs', { by: ['actor', 'provider'], bucket: 'none' }, [42]);
  expect(total).toBe(2);
  expect(groups[0]?.columns).toEqual(['actor', 'provider', 'count', 'first', 'last', 'known_as']);
  expect(groups[0]?.top).toMatchObject([
    [DANA, 'ashby', 1, expect.any(String), expect.any(String), 'Dana Doe'],
    [DANA, 'zendesk', 1, expect.any(String), expect.any(String), 'Dana Doe'],
  ]);
});

test('A ranking keeps people of one name apart, and says why', async () => {
  const { groups } = await asked('summarize_audit_logs', { by: ['actor'], distinct: 'log' }, [42, 43]);
  const at = groups[0]?.columns.indexOf('perhaps_same') ?? -1;
  const why = groups[0]?.top.map((row) => (row as string[])[at]);
  expect(why).toHaveLength(3);
  for (const text of why ?? []) expect(text).toContain('the same name, with another id in the same account');
});

test('A list says who in it is one person', async () => {
  const { same_people: same } = await asked('query_audit_logs', {}, [42]);
  expect(same).toEqual([`${DANA} is also Dana Doe`]);
});

test('A trace says who may be the same without proof', async () => {
  const { perhaps_same: perhaps } = await asked('trace_audit_actor', { actor: DANA }, [42, 43]);
  expect(perhaps).toHaveLength(2);
});
