import { openMemoryOf, type OpenMemory } from '@trailhound/program';
import { connect, providers } from '@trailhound/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readCommandLine } from '../src/options.ts';
import { clientOf } from './one-vendor.ts';
import { START, world, type World, type WorldOptions } from './world.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const MONTH = { since: new Date(START - 30 * DAY).toISOString(), until: new Date(START - 2 * HOUR).toISOString() };
const THREAD = new URL('../dist/archive-thread.js', import.meta.url);

interface Answer extends Record<string, unknown> {
  readonly coverage: readonly Record<string, unknown>[];
}

function memoryOf(megabytes = 64, thread = THREAD, failures: unknown[] = []): OpenMemory | undefined {
  const memory = openMemoryOf({ megabytes, thread, failed: (thrown) => failures.push(thrown) });
  onTestFinished(async () => {
    await memory?.close();
  });
  return memory;
}

async function remembering(simulator: WorldOptions['simulator'], memory = memoryOf()): Promise<World> {
  return world({ ...(simulator && { simulator }), memory });
}

async function ask({ client }: Pick<World, 'client'>, name: string, given: object): Promise<Answer> {
  const { structuredContent } = await client.callTool({ name, arguments: { ...given } });
  // What was read is stored once the answer has gone out.
  await new Promise(setImmediate);
  return structuredContent as Answer;
}

function requestsOf({ simulator }: World): number {
  return simulator.vendors.reduce((sum, vendor) => sum + simulator.stats(vendor).requests, 0);
}

/** What an answer found, wherever it came from. */
function found(answer: Answer): object {
  const { total, groups, rows, events, first, last } = answer;
  return { total, groups, rows, events, first, last, complete: answer.coverage.every(({ complete }) => complete) };
}

const SMALL = { events: 200 };
const SUMMARY = ['summarize_audit_logs', { ...MONTH, by: ['actor'] }] as const;
const FROM_MEMORY = { from: 'memory', read_at: new Date(START).toISOString() };

describe('A server without an archive', () => {
  test.each([
    ['summarize_audit_logs', { by: ['ip', 'verb'], bucket: 'day' }],
    ['summarize_audit_logs', { by: [], bucket: 'none' }],
    ['query_audit_logs', { limit: 20 }],
    ['query_audit_logs', { limit: 20, order: 'oldest', text: 'a', verbs: ['update'] }],
  ])('answers another question about a month without a request: %s with %j', async (tool, given) => {
    const one = await remembering(SMALL);
    const first = await ask(one, ...SUMMARY);
    expect(first.coverage[0]).not.toHaveProperty('from');
    const live = await ask(await world({ simulator: SMALL }), tool, { ...MONTH, ...given });
    const before = requestsOf(one);
    const second = await ask(one, tool, { ...MONTH, ...given });
    expect(requestsOf(one) - before).toBe(0);
    for (const line of second.coverage) expect(line).toMatchObject(FROM_MEMORY);
    // A vendor's total, which needs no reading, has neither first nor last.
    expect(found(second)).toMatchObject(JSON.parse(JSON.stringify(found(live))) as object);
  });

  test('traces somebody through a month that it has read, and asks only for the time before', async () => {
    const one = await remembering(SMALL);
    const given = { ...MONTH, actor: 'eli.edge@example.com' };
    await ask(one, ...SUMMARY);
    const live = await world({ simulator: SMALL });
    const answer = await ask(live, 'trace_audit_actor', given);
    const before = requestsOf(one);
    const second = await ask(one, 'trace_audit_actor', given);
    expect(found(second)).toEqual(found(answer));
    expect(second.coverage[0]).toMatchObject(FROM_MEMORY);
    expect(requestsOf(one) - before).toBeLessThan(requestsOf(live) / 2);
  });

  test('shows an event that it has read without a request', async () => {
    const one = await remembering({ ...SMALL, vendors: ['zendesk'] });
    const { columns, rows } = await ask(one, 'query_audit_logs', { ...MONTH, limit: 1 });
    const uid = (rows as string[][])[0]?.[(columns as string[]).indexOf('uid')] ?? '';
    await ask(one, ...SUMMARY);
    const before = requestsOf(one);
    const { event } = await ask(one, 'get_audit_log', { uid });
    expect(requestsOf(one)).toBe(before);
    const live = await ask(await world({ simulator: { ...SMALL, vendors: ['zendesk'] } }), 'get_audit_log', { uid });
    expect(event).toEqual(live['event']);
  });

  test('asks again only for what is not settled, and for what was not read', async () => {
    const one = await remembering(SMALL);
    const recent = { since: '6d', by: ['actor'] };
    await ask(one, 'summarize_audit_logs', recent);
    one.simulator.clock.advance(10 * MINUTE);
    const added = new Date(START - 50 * MINUTE).getTime();
    for (const vendor of one.simulator.vendors) {
      const { log } = one.simulator.trial(vendor);
      one.simulator.append(vendor, log, { time: added });
      one.simulator.append(vendor, log, {});
    }
    const second = await ask(one, 'summarize_audit_logs', recent);
    expect(second.coverage[0]).toMatchObject({ from: 'memory and vendor', complete: true });
    const fresh = await clientOf({ ...one.service, memory: undefined });
    expect(found(second)).toEqual(found(await ask({ client: fresh }, 'summarize_audit_logs', recent)));
    const wider = await ask(one, 'summarize_audit_logs', { since: '12d', by: ['actor'] });
    expect(found(wider)).toEqual(
      found(await ask({ client: fresh }, 'summarize_audit_logs', { since: '12d', by: ['actor'] })),
    );
  });

  test('asks again after an hour for a stretch that may have got late entries, and for no other', async () => {
    const one = await remembering({ ...SMALL, vendors: ['zendesk'] });
    const old = { ...MONTH, until: new Date(START - 2 * DAY).toISOString(), by: ['actor'] };
    const first = await ask(one, ...SUMMARY);
    one.simulator.append('zendesk', one.simulator.trial('zendesk').log, { time: START - 5 * HOUR });
    one.simulator.clock.advance(59 * MINUTE);
    expect((await ask(one, ...SUMMARY))['total']).toBe(first['total']);
    one.simulator.clock.advance(2 * MINUTE);
    expect((await ask(one, ...SUMMARY))['total']).toBe(Number(first['total']) + 1);
    const before = requestsOf(one);
    await ask(one, 'summarize_audit_logs', old);
    expect(requestsOf(one)).toBe(before);
  });

  test('keeps of a reading that fails midway what was read completely, and nothing else', async () => {
    const busy = { events: 3000, vendors: ['zendesk'] as const };
    const switches = { zendesk: { failForever: false } };
    const one = await remembering({ ...busy, switches });
    let requests = 0;
    const [connection] = one.service.connections;
    if (connection === undefined) throw new Error('There is no account');
    const flaky = {
      ...connection,
      send: async (...given: Parameters<typeof connection.send>) => {
        requests += 1;
        if (requests === 12) one.simulator.set('zendesk', { failForever: true });
        return connection.send(...given);
      },
    };
    const client = await clientOf({ ...one.service, connections: [flaky] });
    const broken = await ask({ client }, 'query_audit_logs', { ...MONTH, limit: 500 });
    expect(broken.coverage[0]).toBeDefined();
    const summary = await ask({ client }, ...SUMMARY);
    one.simulator.set('zendesk', { failForever: false });
    const before = requestsOf(one);
    const whole = await ask({ client }, ...SUMMARY);
    const live = await world({ simulator: busy });
    expect(found(whole)).toEqual(found(await ask(live, ...SUMMARY)));
    expect(requestsOf(one) - before).toBeLessThan(requestsOf(live));
    expect(summary.coverage[0]).toMatchObject({ complete: false });
    expect(whole.coverage[0]).toMatchObject({ from: 'memory and vendor', complete: true });
  });

  test('keeps no more than it may, and costs no more requests for that', async () => {
    const busy = { events: 9000, vendors: ['zendesk'] as const };
    const one = await remembering(busy, memoryOf(1));
    const first = await ask(one, ...SUMMARY);
    const cost = requestsOf(one);
    const second = await ask(one, ...SUMMARY);
    expect(second.coverage[0]).toMatchObject({ from: 'memory and vendor' });
    expect(found(second)).toEqual(found(first));
    expect(requestsOf(one) - cost).toBeLessThanOrEqual(cost);
  });

  test('shows nothing of an account to another one with the same name', async () => {
    const one = await remembering({ ...SMALL, vendors: ['ashby'] });
    await ask(one, ...SUMMARY);
    const { ports } = one.service.connections[0] ?? {};
    if (ports === undefined) throw new Error('There is no account');
    const credential = { kind: 'api_key', values: { apiKey: 'of-somebody-else' } } as const;
    const site = 'https://ashby.example.com';
    const other = connect(providers.ashby, { site, tenant: 'default', credential }, ports);
    const client = await clientOf({ ...one.service, connections: [other] });
    expect(await ask({ client }, ...SUMMARY)).toMatchObject({ error: { code: 'unauthorized' } });
    const before = requestsOf(one);
    expect((await ask(one, ...SUMMARY)).coverage[0]).toMatchObject(FROM_MEMORY);
    expect(requestsOf(one)).toBe(before);
  });

  test('has forgotten everything after a restart', async () => {
    const one = await remembering(SMALL);
    await ask(one, ...SUMMARY);
    const cost = requestsOf(one);
    await one.service.memory?.close();
    const client = await clientOf({ ...one.service, memory: memoryOf() });
    const { coverage } = await ask({ client }, ...SUMMARY);
    expect(coverage[0]).not.toHaveProperty('from');
    expect(requestsOf(one)).toBe(2 * cost);
  });

  test('answers all the same if nothing can be kept, and says so to its operator', async () => {
    const failures: unknown[] = [];
    const one = await remembering(SMALL, memoryOf(64, new URL('./none.js', import.meta.url), failures));
    const first = await ask(one, ...SUMMARY);
    expect(found(await ask(one, ...SUMMARY))).toEqual(found(first));
    expect(failures).not.toEqual([]);
  });
});

describe('The memory of a server', () => {
  test.each([
    [['--no-memory'], {}, 0],
    [['--memory', '0'], {}, 0],
    [[], { TRAILHOUND_MEMORY: '0' }, 0],
    [[], { TRAILHOUND_MEMORY: '16' }, 16],
    [[], {}, 64],
  ])('is as large as %j and %j say', (args, env, megabytes) => {
    expect(readCommandLine(args, env).options.memory).toBe(megabytes);
    expect(openMemoryOf({ megabytes, thread: THREAD, failed: () => undefined }) === undefined).toBe(megabytes === 0);
  });
});
