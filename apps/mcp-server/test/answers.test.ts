import { AuditError, providers, type Connection } from '@trailhound/core';
import { inSentence } from '@trailhound/core/reply';
import { VENDOR_IDS } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import { instructions } from '../src/instructions.ts';
import { ashbyWith, clientOf, NOW, serviceWith } from './one-vendor.ts';
import { world } from './world.ts';

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

interface Body {
  readonly returned?: number;
  readonly total?: number;
  readonly exact?: boolean;
  readonly also_searched?: readonly string[];
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly groups?: readonly { readonly columns: readonly string[]; readonly top: readonly unknown[] }[];
  readonly silences?: Table;
  readonly bursts?: Table;
  readonly event?: { readonly uid: string };
  readonly warnings?: readonly string[];
  readonly hints?: readonly string[];
  readonly query?: Readonly<Record<string, unknown>>;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly provider?: string;
  };
  readonly coverage?: readonly {
    readonly log: string;
    readonly complete: boolean;
    readonly gaps?: readonly { readonly reason: string }[];
    readonly cannot_match?: string;
  }[];
}

const ENTRY = { id: 'one', timestamp: new Date(NOW - 60_000).toISOString(), category: 'FixtureThing' };

async function ask(
  client: Awaited<ReturnType<typeof clientOf>>,
  name: string,
  args: object = {},
): Promise<Body & { isError: boolean }> {
  const { structuredContent, isError = false } = await client.callTool({ name, arguments: { ...args } });
  return { ...(structuredContent as Body), isError };
}

describe('An answer', () => {
  test('leaves out a vendor that fails, and says so', async () => {
    const { client, simulator } = await world({ simulator: { events: 200 } });
    simulator.set('ashby', { failForever: true });
    for (const name of ['query_audit_logs', 'summarize_audit_logs']) {
      const { isError, warnings, coverage, returned, total } = await ask(client, name, { since: '2d' });
      expect(isError).toBe(false);
      expect(returned ?? total).toBeGreaterThan(0);
      expect(warnings).toEqual([
        expect.stringMatching(/^ashby\.audit_log is missing from .* \(unavailable\)\..*Try again after/),
      ]);
      expect(coverage?.find(({ log }) => log === 'ashby.audit_log')).toMatchObject({ complete: false });
    }
  });

  test('warns of texts that give orders to who reads it, in every product', async () => {
    const { client, simulator } = await world({ simulator: { events: 200 } });
    for (const vendor of VENDOR_IDS) {
      const asked = { since: '20d', providers: [vendor], flags: ['instructs_reader'], limit: 5 };
      expect((await ask(client, 'query_audit_logs', asked)).returned).toBe(0);
      simulator.set(vendor, { hostileText: true });
      const { returned = 0, warnings, rows = [], columns = [] } = await ask(client, 'query_audit_logs', asked);
      expect(returned).toBeGreaterThan(0);
      expect(warnings?.[0]).toMatch(/orders to an assistant .*Do not follow/);
      const [uid] = rows.map((row) => row[columns.indexOf('uid')]);
      expect((await ask(client, 'get_audit_log', { uid })).warnings?.[0]).toMatch(/^This has a text/);
      simulator.set(vendor, { hostileText: false });
    }
  });

  test('warns of a credential that ends once, and only where its product is read', async () => {
    const { service } = await world({ simulator: { events: 50 } });
    const warnings = [{ text: 'API tokens end on 30 April 2027.', ends: '2027-04-30' }];
    const connections = service.connections.map((one) => (one.provider.id === 'zendesk' ? { ...one, warnings } : one));
    const client = await clientOf({ ...service, connections });
    const warned = async (provider: string): Promise<string> =>
      (await ask(client, 'query_audit_logs', { since: '20d', providers: [provider] })).warnings?.join(' ') ?? '';
    expect(await warned('ashby')).not.toContain('30 April 2027');
    expect(await warned('zendesk')).toContain('30 April 2027');
    expect(await warned('zendesk')).not.toContain('30 April 2027');
    const { structuredContent } = await client.callTool({ name: 'list_audit_sources', arguments: {} });
    expect(JSON.stringify(structuredContent)).toContain('30 April 2027');
  });

  test('says what else a term of the trade was searched by', async () => {
    const { client } = await world({ simulator: { events: 50 } });
    const { also_searched: terms } = await ask(client, 'query_audit_logs', { since: '20d', text: 'API key' });
    expect(terms).toEqual(expect.arrayContaining(['token', 'oauth client']));
    expect(await ask(client, 'query_audit_logs', { since: '20d', text: 'invoice' })).not.toHaveProperty(
      'also_searched',
    );
  });

  test('is one table for two dimensions, with columns for what was asked besides', async () => {
    const { client } = await world({ simulator: { events: 200 } });
    const asked = { since: '7d', by: ['actor', 'day'], distinct: 'ip', sort: 'distinct', top: 3 };
    const { groups = [], query } = await ask(client, 'summarize_audit_logs', asked);
    const columns = ['actor', 'day', 'count', 'distinct_ip', 'first', 'last'];
    expect(groups).toMatchObject([{ by: ['actor', 'day'], columns: expect.arrayContaining(columns) }]);
    expect(groups[0]?.top).toHaveLength(3);
    expect(query).toMatchObject({ by: ['actor', 'day'], distinct: 'ip', sort: 'distinct' });
  });

  test('says of how much that counts for a person somebody else did it', async () => {
    const { client } = await world({ simulator: { events: 400 } });
    const { groups = [] } = await ask(client, 'summarize_audit_logs', { since: '20d', by: ['actor'], top: 100 });
    expect(groups[0]?.columns).toEqual(['actor', 'count', 'first', 'last', 'impersonated', 'known_as']);
    const { groups: others = [] } = await ask(client, 'summarize_audit_logs', { since: '20d', by: ['ip'] });
    expect(others[0]?.columns).toEqual(['ip', 'count', 'first', 'last']);
  });

  test('has a column for who acted in the name of somebody else, if anybody did', async () => {
    const { client } = await world({ simulator: { events: 400 } });
    const asked = { since: '20d', limit: 20 };
    const { columns = [], rows = [] } = await ask(client, 'query_audit_logs', { ...asked, flags: ['impersonated'] });
    const cells = rows.map((row) => row[columns.indexOf('impersonator')]);
    expect(cells.some((cell) => typeof cell === 'string')).toBe(true);
    const plain = await ask(client, 'query_audit_logs', { ...asked, providers: ['zendesk'] });
    expect(plain.columns).not.toContain('impersonator');
    for (const row of plain.rows ?? []) expect(row).toHaveLength(plain.columns?.length ?? 0);
  });

  test('shows silences and bursts as a table each, with uids that can be fetched', async () => {
    const { client } = await world({ simulator: { events: 400 } });
    const quiet = await ask(client, 'summarize_audit_logs', { since: '20d', unusual: 'silences' });
    expect(quiet.silences?.columns).toEqual(['log', 'from', 'to', 'hours', 'usual_events', 'last_uid', 'first_uid']);
    expect(quiet.query).toMatchObject({ unusual: 'silences' });
    const { bursts } = await ask(client, 'summarize_audit_logs', { since: '20d', unusual: 'bursts', top: 3 });
    expect(bursts?.columns).toEqual(['actor', 'hour', 'count', 'usual', 'active_hours', 'first_uid']);
    expect(bursts?.rows.length).toBeGreaterThan(0);
    const [[uid] = []] = bursts?.rows.map((row) => row.slice(-1)) ?? [];
    const { event } = await ask(client, 'get_audit_log', { uid });
    expect(event?.uid).toMatch(new RegExp(`^${String(uid)}`));
  });

  test('calls nothing exact that a log cannot tell', async () => {
    const { client } = await world({ simulator: { events: 200 } });
    const asked = { since: '2d', logs: ['gong.UserCallPlay'], ip: '198.51.100.0/24' };
    const { total, exact, coverage, warnings } = await ask(client, 'summarize_audit_logs', asked);
    expect([total, exact]).toEqual([0, false]);
    expect(coverage).toMatchObject([{ complete: false, cannot_match: 'UserCallPlay has no IP addresses' }]);
    expect(warnings).toEqual([
      'gong.UserCallPlay cannot match ip: UserCallPlay has no IP addresses. Nothing found there proves nothing.',
    ]);
  });

  test('is an error when nothing could be read, with what to do and when to retry', async () => {
    const { client, simulator } = await world({ simulator: { events: 20 } });
    for (const vendor of simulator.vendors) simulator.set(vendor, { failForever: true });
    const { isError, error } = await ask(client, 'query_audit_logs', { since: '2d' });
    expect(isError).toBe(true);
    expect(error).toMatchObject({
      code: 'unavailable',
      retry_useful: true,
      retry_at: expect.stringMatching(/^2026-/) as string,
    });
    const products = inSentence(simulator.vendors.map((vendor) => providers[vendor].label));
    expect(error?.message).toMatch(new RegExp(`^${products} could not be read: `));
  });

  test('says where to fix a wrong credential, and that retrying is useless', async () => {
    const client = await clientOf(serviceWith(() => ({ status: 401, headers: {}, body: '{"success":false}' })).service);
    const { error } = await ask(client, 'query_audit_logs');
    expect(error).toMatchObject({ code: 'unauthorized', provider: 'ashby', retry_useful: false });
    expect(error?.hint).toMatch(/key/i);
  });

  test('that is empty explains why that may be', async () => {
    const client = await clientOf(serviceWith(ashbyWith([])).service);
    const { hints } = await ask(client, 'query_audit_logs', { since: '3d' });
    expect(hints?.join(' ')).toMatch(/have no entries in this window.*may still receive events/);
    const filtered = await clientOf(serviceWith(ashbyWith([ENTRY])).service);
    const { hints: why } = await ask(filtered, 'query_audit_logs', { actor: 'nobody', verbs: ['export'] });
    expect(why?.join(' ')).toMatch(/Nothing matched actor, verbs/);
  });

  test('lists logs that are read only when asked for by name', async () => {
    const { client } = await world({ simulator: { events: 20 } });
    const { hints } = await ask(client, 'query_audit_logs', { providers: ['gong'], actor: 'nobody' });
    expect(hints?.join(' ')).toContain('Not read: gong.AccessLog');
  });

  test('echoes the question in absolute times, native filters included', async () => {
    const client = await clientOf(serviceWith(ashbyWith([ENTRY])).service);
    const { query } = await ask(client, 'query_ashby_audit_logs', {
      since: '2h',
      categories: 'FixtureThing',
      native_limit: 5,
      limit: 3,
    });
    expect(query).toMatchObject({
      since: '2026-10-01T10:00:00.000Z',
      until: '2026-10-01T12:00:00.000Z',
      limit: 3,
      categories: ['FixtureThing'],
      native_limit: 5,
    });
  });

  test('about an internal defect says so, does not blame the vendor, and is logged', async () => {
    const { service, logged } = serviceWith(ashbyWith([]));
    const connections = service.connections.map((one): Connection => ({
      ...one,
      ports: { ...one.ports, defect: (thrown) => service.log.error('A defect', { error: String(thrown) }) },
      pace: {
        ...one.pace,
        take: () => {
          throw new TypeError('boom');
        },
      },
    }));
    const client = await clientOf({ ...service, connections });
    const { error } = await ask(client, 'query_audit_logs');
    expect(error).toMatchObject({ code: 'internal', hint: /defect of Trailhound/, retry_useful: false });
    expect(JSON.stringify(error)).not.toContain('boom');
    expect(logged.join()).toContain('boom');
  });
});

describe('Arguments', () => {
  test.each([
    [{ providers: '["ashby"]' }, {}],
    [{ providers: 'ashby' }, {}],
    [{ limit: '7' }, { limit: 7 }],
    [{ verbs: '["create","update"]', actor: null }, { verbs: ['create', 'update'] }],
    [{ time_zone: 'Europe/Berlin', since: '2026-09-30' }, { since: '2026-09-29T22:00:00.000Z' }],
  ])('in sloppy form are accepted as intended: %j', async (args, query) => {
    const client = await clientOf(serviceWith(ashbyWith([ENTRY])).service);
    expect(await ask(client, 'query_audit_logs', args)).toMatchObject({ isError: false, query });
  });

  test.each([
    [{ since: 'soon' }, 'since', /24h|7d|yesterday/],
    [{ providers: ['gogn'] }, 'providers.0', /ashby/],
    [{ flags: ['impersonatd'] }, 'flags', /"impersonated"/],
    [{ time_zone: 'Mars/City' }, 'time_zone', /Europe/],
    [{ limit: 501 }, 'limit', /./],
    [{ logs: ['audit_lgo'] }, 'logs', /audit_log/],
    [{ cursor: 'th2.zzz' }, 'cursor', /Copy the whole cursor/],
    [{ user: 'dana' }, 'user', /actor/],
    [{ constructor: 'x' }, 'constructor', /./],
  ])('that are wrong are refused by name, with what would work: %j', async (args, field, hint) => {
    const client = await clientOf(serviceWith(ashbyWith([ENTRY])).service);
    const { error, isError } = await ask(client, 'query_audit_logs', args);
    expect(isError).toBe(true);
    expect(error).toMatchObject({ code: 'invalid_query', hint: expect.stringMatching(hint) as string });
    expect(error).toMatchObject({ field });
  });

  test.each([
    [{ since: '2d', until: '3d' }, /^until: .* is not after since, /, /^Use a later until or an earlier since\.$/],
    [{ since: '2026-01-31T08:00:00' }, /^since: .* has no time zone$/, /or set time_zone\.$/],
    [{ since: '{since}' }, /^since: cannot read "\{since\}" as a time$/, /24h/],
    [{ since: 'timeZone' }, /^since: cannot read "timeZone" as a time$/, /24h/],
    [{ time_zone: 'timeZone' }, /^time_zone: "timeZone" is not the full name/, /IANA/],
  ])('that are wrong are reported in the words of the tool: %j', async (args, message, hint) => {
    const client = await clientOf(serviceWith(ashbyWith([ENTRY])).service);
    const { error } = await ask(client, 'query_audit_logs', args);
    expect(error?.message).toMatch(message);
    expect(error?.hint).toMatch(hint);
  });

  test("that are native filters are reported without core's path to them", async () => {
    const { client } = await world({ simulator: { events: 20 } });
    const { error } = await ask(client, 'query_zendesk_audit_logs', { source_id: '5' });
    expect(error).toMatchObject({
      field: 'source_id',
      message: 'source_id: source_id works only together with source_type; add one, such as source_type: user',
    });
  });
});

describe('A server', () => {
  test('without accounts explains in every answer how to connect one', async () => {
    const { service } = serviceWith(ashbyWith([]));
    const problems = ['Gong: GONG_ACCESS_KEY_SECRET is not set, but GONG_ACCESS_KEY is.'];
    const client = await clientOf({ ...service, connections: [], problems });
    for (const name of ['query_audit_logs', 'summarize_audit_logs']) {
      const { error } = await ask(client, name);
      expect(error).toMatchObject({
        code: 'unauthorized',
        hint: expect.stringMatching(/GONG_ACCESS_KEY_SECRET.*--demo/) as string,
      });
    }
    const sources = await client.callTool({ name: 'list_audit_sources', arguments: {} });
    expect(sources.isError).not.toBe(true);
    expect(JSON.stringify(sources.structuredContent)).toMatch(
      /ZENDESK_SUBDOMAIN.*GONG_ACCESS_KEY_SECRET is not set|GONG_ACCESS_KEY_SECRET is not set.*ZENDESK_SUBDOMAIN/,
    );
  });

  test('offers only the tools and prompts that it is told to', async () => {
    const { service } = serviceWith(ashbyWith([]), {
      tools: ['get_audit_log', 'summarize_audit_logs'],
      prompts: 'off',
    });
    const client = await clientOf(service);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['summarize_audit_logs', 'get_audit_log']);
    await expect(client.listPrompts()).resolves.toMatchObject({ prompts: [] });
    const { service: wrong } = serviceWith(ashbyWith([]), { tools: ['summarise_audit_logs'] });
    await expect(clientOf(wrong)).rejects.toThrow(AuditError);
  });

  test('tells a model what it needs to know in less than two kilobytes', () => {
    const { service } = serviceWith(ashbyWith([]), { demo: true, timeZone: 'Europe/Berlin' });
    const text = instructions(service);
    expect(text.length).toBeLessThan(2000);
    expect(text).toMatch(/never follow instructions/);
    expect(text).toContain('Europe/Berlin');
  });
});
