import { FILE_FORMAT_NAMES } from '@trailhound/core/siem';
import { providers } from '@trailhound/core';
import type { Simulator, VendorId } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { credentialsFor, execute } from './fake-n8n.mts';
import { WAYS } from './ways.mts';
import { firstOf, jsonOf, startVendors } from './simulated.mts';
import { inWords, others, sorted, truthOf, usualLogs, VENDORS } from './truth.mts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startVendors();
});
afterEach(() => simulator.reset());
afterAll(() => simulator.close());

/** The authentication that the test credentials are for. */

function ask(vendor: VendorId | 'all', operation: string, parameters: Record<string, unknown> = {}) {
  const vendors = vendor === 'all' ? VENDORS : [vendor];
  return {
    credentials: credentialsFor(simulator, ...vendors),
    parameters: { ...WAYS, resource: vendor, operation, since: '30d', ...parameters } as never,
  };
}

describe.each(VENDORS)('On %s', (vendor) => {
  test('Get Many with Return All returns every entry exactly once', async () => {
    const { items, hints } = await execute(ask(vendor, 'getAll', { returnAll: true, output: 'raw', redact: false }));
    expect(sorted(jsonOf(items))).toEqual(sorted(truthOf(simulator, vendor)));
    expect(hints).toEqual([]);
  });

  test('Get Many returns the newest events up to the limit, simplified', async () => {
    const { items, hints } = await execute(ask(vendor, 'getAll', { limit: 7 }));
    expect(items).toHaveLength(7);
    const times = jsonOf(items).map(({ time }) => String(time));
    expect(times).toEqual(times.toSorted().toReversed());
    expect(Object.keys(items[0]?.json ?? {})).toEqual(
      expect.arrayContaining(['time', 'provider', 'actor', 'action', 'target', 'message', 'uid']),
    );
    expect(items[0]?.json).not.toHaveProperty('raw');
    expect(hints).toEqual([]);
  });

  test('Get Many continues with the cursor of the coverage item until nothing is left', async () => {
    const uids: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== undefined;) {
      const parameters = { limit: 60, options: { cursor, includeCoverage: true, order: 'oldest' } };
      const { items } = await execute(ask(vendor, 'getAll', parameters));
      const last = items.at(-1)?.json;
      uids.push(...jsonOf(items.slice(0, -1)).map(({ uid }) => uid));
      ({ cursor } = last as { cursor?: unknown });
    }
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids).toHaveLength(truthOf(simulator, vendor).length);
  });

  test('Summarize counts correctly', async () => {
    const { items } = await execute(ask(vendor, 'summarize', { by: ['verb'], top: 3 }));
    const { total, groups, complete } = firstOf(items) as {
      total: number;
      groups: { top: unknown[] }[];
      complete: boolean;
    };
    expect({ total, complete }).toEqual({ total: truthOf(simulator, vendor).length, complete: true });
    expect(groups[0]?.top.length).toBeLessThanOrEqual(3);
  });

  test('Trace Actor returns the timeline of the most active person', async () => {
    const summary = await execute(ask(vendor, 'summarize', { by: ['actor'], top: 2 }));
    const { groups } = firstOf(summary.items) as { groups: { top: { value: string; count: number }[] }[] };
    // On some days, the events that name nobody come first.
    const most = groups[0]?.top.find(({ value }) => value !== 'unknown');
    const { items } = await execute(
      ask(vendor, 'trace', { actor: most?.value, limit: 5000, options: { includeCoverage: true, order: 'oldest' } }),
    );
    const rest = items.at(-1)?.json as { events: number; complete: boolean };
    const counts = jsonOf(items.slice(0, -1)).map(({ count }) => Number(count));
    expect(rest.complete).toBe(true);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rest.events);
    expect(rest.events).toBeGreaterThanOrEqual(most?.count ?? Infinity);
  });

  test('Get finds an event again by its UID', async () => {
    const { items } = await execute(ask(vendor, 'getAll', { limit: 1, output: 'event' }));
    const wanted = items[0]?.json;
    const found = await execute(ask(vendor, 'get', { getBy: 'uid', uid: wanted?.['uid'], output: 'event' }));
    expect(jsonOf(found.items)).toEqual([wanted]);
  });

  test.each(FILE_FORMAT_NAMES)('Export to File writes every event as %s', async (format) => {
    const { items, files } = await execute(ask(vendor, 'export', { format, fields: 'uid,time', fileName: 'audit' }));
    const lines = files.get('audit')?.toString('utf8').trim().split(/\r?\n/) ?? [];
    const rows = format === 'csv' ? lines.slice(1) : lines;
    const expected = truthOf(simulator, vendor).length;
    expect(new Set(rows).size).toBe(expected);
    expect(rows).toHaveLength(expected);
    expect(items[0]?.json).toMatchObject({ events: expected, complete: true, format });
    expect(items[0]?.binary?.['data']).toMatchObject({ fileName: 'audit' });
  });

  test('Export to File writes a report that holds every event, and what rules found in them', async () => {
    const { items, files } = await execute(ask(vendor, 'export', { format: 'html', fileName: 'audit.html' }));
    const expected = truthOf(simulator, vendor).length;
    const html = files.get('audit.html')?.toString('utf8') ?? '';
    const data = /<script type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    const { total, table, findings } = JSON.parse(data) as {
      total: number;
      table: { columns: string[]; rows: unknown[][] };
      findings: { total: number; events: number; rules: { total: number; ran: number }; rows: unknown[][] };
    };
    expect(total).toBe(expected);
    expect(findings.events).toBe(expected);
    expect(findings.rules.ran).toBeGreaterThan(0);
    expect(findings.rows).toHaveLength(findings.total);
    expect(new Set(table.rows.map((row) => row[table.columns.indexOf('uid')])).size).toBe(expected);
    expect(items[0]?.json).toMatchObject({ events: expected, complete: true, format: 'html' });
    expect(items[0]?.binary?.['data']).toMatchObject({ fileName: 'audit.html', mimeType: 'text/html' });
  });

  test('filters of every kind keep exactly what matches', async () => {
    const all = await execute(ask(vendor, 'getAll', { returnAll: true, output: 'event' }));
    const verb = all.items[0]?.json['verb'] as string;
    const expected = jsonOf(all.items).filter((event) => event['verb'] === verb);
    const { items } = await execute(
      ask(vendor, 'getAll', { returnAll: true, output: 'event', filters: { verbs: [verb] } }),
    );
    expect(items.map(({ json }) => json['uid'])).toEqual(expected.map(({ uid }) => uid));
  });

  test('Summarize finds the silences of a log between events that exist, without groups', async () => {
    const parameters = { by: [], unusual: 'silences', top: 1000 };
    const { items } = await execute(ask(vendor, 'summarize', parameters));
    const { unusual, groups } = firstOf(items) as {
      unusual: { silences: { from: string; lastUid?: string }[] };
      groups: unknown[];
    };
    expect(groups).toEqual([]);
    const all = await execute(ask(vendor, 'getAll', { returnAll: true, output: 'event' }));
    const times = new Map(jsonOf(all.items).map(({ uid, time }) => [uid, time]));
    for (const { from, lastUid } of unusual.silences) if (lastUid !== undefined) expect(times.get(lastUid)).toBe(from);
  });

  test('hours are those of the time zone', async () => {
    const all = await execute(ask(vendor, 'getAll', { returnAll: true, output: 'event' }));
    const isMorning = (time: unknown): boolean =>
      new Date(Date.parse(String(time)) + 5.5 * 3_600_000).getUTCHours() < 12;
    const options = { timeZone: 'Asia/Kolkata' };
    const parameters = { returnAll: true, output: 'event', filters: { hours: '00-12' }, options };
    const { items } = await execute(ask(vendor, 'getAll', parameters));
    expect(jsonOf(items).map(({ uid }) => uid)).toEqual(
      jsonOf(all.items)
        .filter(({ time }) => isMorning(time))
        .map(({ uid }) => uid),
    );
  });
});

describe('On several products', () => {
  test('Get Many merges the products chronologically', async () => {
    const { items } = await execute(ask('all', 'getAll', { returnAll: true, options: { order: 'oldest' } }));
    const times = jsonOf(items).map(({ time }) => String(time));
    expect(times).toEqual(times.toSorted());
    expect(new Set(jsonOf(items).map(({ provider }) => provider))).toEqual(new Set(VENDORS));
    expect(items).toHaveLength(VENDORS.flatMap((vendor) => truthOf(simulator, vendor)).length);
  });

  test('only the chosen ones are read', async () => {
    const asked = ask('all', 'summarize', { by: ['provider'], products: ['ashby', 'zendesk'] });
    const { items } = await execute({ ...asked, credentials: credentialsFor(simulator, 'ashby', 'zendesk') });
    const expected = [...truthOf(simulator, 'ashby'), ...truthOf(simulator, 'zendesk')];
    expect(items[0]?.json).toMatchObject({ total: expected.length });
    expect(simulator.stats('gong').requests).toBe(0);
  });

  test('all products are read by default, and one without a credential is an error', async () => {
    const asked = { ...ask('all', 'getAll'), credentials: credentialsFor(simulator, ...others('zendesk')) };
    await expect(execute(asked)).rejects.toMatchObject({
      message: 'Zendesk is not connected',
      description: expect.stringContaining('credential for Zendesk'),
    });
    await expect(execute({ ...asked, credentials: {} })).rejects.toMatchObject({
      message: `${inWords(VENDORS)} are not connected`,
    });
    expect(simulator.stats('ashby').requests).toBe(0);
  });

  test.each([
    [[], 'Products: none is chosen'],
    [['ashby', 'gmail'], 'Products: there is no gmail'],
  ])('a choice of %j is refused with the valid names', async (chosen, message) => {
    await expect(execute(ask('all', 'getAll', { products: chosen }))).rejects.toMatchObject({
      message,
      description: expect.stringContaining(VENDORS.map((vendor) => providers[vendor].label).join(', ')),
    });
  });

  test('a product that fails leaves the others, and a hint', async () => {
    simulator.set('zendesk', { noAccess: true });
    const { items, hints } = await execute(ask('all', 'getAll', { returnAll: true }));
    expect(new Set(jsonOf(items).map(({ provider }) => provider))).toEqual(new Set(others('zendesk')));
    expect(hints).toEqual([expect.stringContaining('Zendesk, Audit Log is missing')]);
  });
});

describe('Log types and native filters', () => {
  test("Gong's log types choose the logs", async () => {
    const { items } = await execute(
      ask('gong', 'getAll', { returnAll: true, gongLogs: ['UserCallPlay'], output: 'raw', options: { redact: false } }),
    );
    expect(sorted(jsonOf(items))).toEqual(sorted(truthOf(simulator, 'gong', ['UserCallPlay'])));
  });

  test("choosing one of Gong's does not exclude the other products", async () => {
    const { items } = await execute(ask('all', 'summarize', { gongLogs: ['UserCallPlay'], by: ['log'] }));
    const { groups } = firstOf(items) as { groups: { top: { value: string }[] }[] };
    const rest = others('gong').flatMap((vendor) => usualLogs(vendor).map((log) => `${vendor}.${log}`));
    expect(groups[0]?.top.map(({ value }) => value).toSorted()).toEqual([...rest, 'gong.UserCallPlay'].toSorted());
  });

  test("Zendesk's own filters go to Zendesk", async () => {
    await execute(
      ask('zendesk', 'getAll', { zendeskFilters: { action: ['create', 'update'], sourceType: 'user, group' } }),
    );
    const queries = simulator.stats('zendesk').log.map(({ query }) => decodeURIComponent(query));
    expect(queries[0]).toContain('create');
    expect(queries[0]).toContain('update');
    expect(queries[0]).toContain('group');
  });

  test("Ashby's own filters go to Ashby", async () => {
    await execute(ask('ashby', 'getAll', { ashbyFilters: { targetTypes: 'job' } }));
    expect(simulator.stats('ashby').log[0]?.body).toContain('job');
  });

  test('an invalid native filter is refused with the name of its field', async () => {
    const asked = ask('zendesk', 'getAll', { zendeskFilters: { sourceId: '1' } });
    await expect(execute(asked)).rejects.toMatchObject({
      message:
        'Zendesk Filters → Source ID: Source ID works only together with Source Type; add one, such as Source Type: user',
    });
  });
});

describe('Zendesk only', () => {
  test('Get finds an entry by the ID that Zendesk gave it', async () => {
    const { items } = await execute(ask('zendesk', 'getAll', { limit: 1, output: 'event' }));
    const wanted = items[0]?.json;
    const found = await execute(ask('zendesk', 'get', { getBy: 'id', id: wanted?.['nativeId'], output: 'event' }));
    expect(jsonOf(found.items)).toEqual([wanted]);
  });

  test('Get says in the title of its error that there is no such entry', async () => {
    await expect(execute(ask('zendesk', 'get', { getBy: 'id', id: '1' }))).rejects.toMatchObject({
      message: 'There is no entry 1',
    });
  });

  test('Request E-Mail Export asks once, for the window and the native filters', async () => {
    const { items } = await execute(ask('zendesk', 'requestExport', { zendeskFilters: { action: 'login' } }));
    expect(items[0]?.json).toMatchObject({ requested: true, provider: 'zendesk' });
    const posts = simulator.stats('zendesk').log.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(decodeURIComponent(posts[0]?.query ?? '')).toContain('login');
  });
});
