import type { Client } from '@modelcontextprotocol/client';
import { VENDOR_IDS, type Setting, type VendorId } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import { ashbyWith, clientOf, serviceWith } from './one-vendor.ts';
import { world } from './world.ts';

interface Body {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly query_note?: string;
  readonly next_cursor?: string;
  readonly coverage?: readonly { readonly complete: boolean; readonly gaps?: readonly { readonly reason: string }[] }[];
  readonly error?: unknown;
}

async function ask(client: Client, name: string, args: object): Promise<Body> {
  const { structuredContent } = await client.callTool({ name, arguments: { ...args } });
  return structuredContent as Body;
}

/** What holds of the answer, however long it took and whichever cursor goes on behind it. */
function lasting(body: Body): object {
  return { ...body, query: undefined, coverage: undefined, next_cursor: body.next_cursor !== undefined };
}

function isWhole({ coverage = [] }: Body): boolean {
  return coverage.every(({ gaps = [] }) => gaps.every(({ reason }) => reason === 'limit'));
}

const ASKED: Readonly<Record<string, object>> = {
  query_audit_logs: { since: '6d', time_zone: 'Asia/Kolkata', actor: 'a', verbs: ['update', 'read'], limit: 7 },
  summarize_audit_logs: { since: 'monday', by: ['verb', 'target'], top: 3, bucket: 'day' },
  trace_audit_actor: { actor: 'eli.edge@example.com', since: '6d', order: 'oldest', limit: 5 },
};

const NATIVE: Readonly<Partial<Record<VendorId, object>>> = {
  gong: { logs: ['UserCallPlay'] },
  zendesk: { source_type: ['user'], action: ['update'] },
  ashby: { categories: ['JobStatusChanged'], native_limit: 9 },
};

const SIMULATED = await world();

/** One world without faults, and one per fault. */
function hostilitiesOf(vendor: VendorId): Record<string, Setting>[] {
  const infos = SIMULATED.simulator.switches().filter((info) => info.vendor === vendor || info.vendor === 'all');
  const switched = infos.filter((info) => typeof info.default === 'boolean' && info.name !== 'failForever');
  return [{}, ...switched.map((info) => ({ [info.name]: info.default !== true }))];
}

describe.each(VENDOR_IDS)('The query that an answer on %s echoes can be sent again', (vendor) => {
  test.each(hostilitiesOf(vendor))('under %j', async (switches) => {
    const { client } = await world({ simulator: { events: 60, vendors: [vendor], switches: { [vendor]: switches } } });
    const tools = { ...ASKED, [`query_${vendor}_audit_logs`]: { since: '6d', detail: 'full', ...NATIVE[vendor] } };
    for (const [name, args] of Object.entries(tools)) {
      const first = await ask(client, name, args);
      // Where nothing could be read there is no query to repeat.
      if (first.error !== undefined) continue;
      const again = await ask(client, name, first.query ?? {});
      expect(again.query, name).toEqual(first.query);
      expect(first.query_note, name).toBeUndefined();
      if (isWhole(first) && isWhole(again)) expect(lasting(again), name).toEqual(lasting(first));
    }
  });
});

describe('The query of an answer', () => {
  test('continues with its cursor', async () => {
    const { client } = await world({ simulator: { events: 200 } });
    const { query, next_cursor: cursor } = await ask(client, 'query_audit_logs', { since: '6d', limit: 5 });
    const second = await ask(client, 'query_audit_logs', { ...query, cursor });
    const original = await ask(client, 'query_audit_logs', { since: '6d', limit: 5, cursor });
    expect(lasting(second)).toEqual(lasting(original));
    expect(lasting(await ask(client, 'query_audit_logs', second.query ?? {}))).toEqual(lasting(original));
  });

  test('names logs as every answer and list_audit_sources name them', async () => {
    const { client } = await world({ simulator: { events: 20 } });
    const { query } = await ask(client, 'query_audit_logs', { since: '2d', logs: ['audit_log'] });
    expect(query).toMatchObject({ logs: ['ashby.audit_log'] });
    const { sources } = (await ask(client, 'list_audit_sources', {})) as { sources: { logs: { log: string }[] }[] };
    const names = sources.flatMap(({ logs }) => logs.map(({ log }) => log));
    const asked = await ask(client, 'query_audit_logs', { since: '2d', logs: names });
    expect(asked.query).toMatchObject({ logs: names });
  });

  test('says when it is too long to repeat or contains invisible characters', async () => {
    const client = await clientOf(serviceWith(ashbyWith([])).service);
    for (const args of [
      { actions: Array.from({ length: 90 }, (_, index) => `${'a'.repeat(80)}${index}`) },
      { text: 'a\u{202E}b' },
    ]) {
      const { query_note: note } = await ask(client, 'query_audit_logs', args);
      expect(note).toMatch(/^This is not the whole query/);
    }
  });
});
