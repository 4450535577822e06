import { VENDOR_IDS, type TrueEntry, type VendorId } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import { AuditEvent, targetsOf } from '../../src/event.ts';
import { providers } from '../../src/providers/index.ts';
import { search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { trace } from '../../src/questions/trace.ts';
import { START } from '../fake-host.ts';
import { rawOf, simulated, type Simulated } from './world.ts';

const WEEK = 7 * 86_400_000;
const LOGS = VENDOR_IDS.flatMap((vendor) => providers[vendor].logs.map(({ id }) => [vendor, id] as const));

function truthOf({ simulator }: Simulated, vendor: VendorId, log: string): TrueEntry[] {
  return [...simulator.truth({ vendor, log, from: START - WEEK, to: START }).entries()];
}

function naming(entries: readonly TrueEntry[], id: string): unknown[] {
  return entries.filter(({ targets }) => targets.some((one) => one.id === id)).map(({ entry }) => entry);
}

describe.each(LOGS)('A search in %s %s', (vendor, log) => {
  test('finds an entry by each of its targets', async () => {
    const world = simulated({ events: 400, from: START - WEEK });
    const entries = truthOf(world, vendor, log);
    // Those that name most, and some others.
    const telling = entries.toSorted((a, b) => b.targets.length - a.targets.length).slice(0, 2);
    const targets = [...telling, ...entries.slice(0, 3)].flatMap((entry) => entry.targets);
    for (const { type, id } of targets) {
      for (const target of [id, `${type}:${id}`]) {
        const found = await search(
          [world.connect(vendor)],
          { since: '7d', logs: [log], target, limit: 5000 },
          { redact: false },
        );
        const [coverage] = found.coverage;
        expect(coverage).toMatchObject({ complete: true });
        const wanted = target === id ? naming(entries, id) : namingBoth(entries, type, id);
        expect(rawOf(found.events)).toEqual(wanted);
      }
    }
  });
});

function namingBoth(entries: readonly TrueEntry[], type: string, id: string): unknown[] {
  return naming(
    entries.filter(({ targets }) => targets.some((one) => one.id === id && one.type === type)),
    id,
  );
}

describe('An entry with several targets', () => {
  const log = 'UserActivityLog';
  const row = (id: string): object => ({
    primaryKeyColumns: [{ columnName: 'id', columnValue: id }],
    columnChanges: [{ columnName: 'role', operation: 'replace', oldValue: 'member', newValue: 'manager' }],
  });
  const several = (): Simulated => {
    const world = simulated({ events: 0 });
    const tableChanges = [
      { tableName: 'public.appuser', rowChanges: [row('1'), row('2'), row('1')] },
      { tableName: 'public.lastseen', rowChanges: [] },
      { tableName: 'permissions.permission', rowChanges: [row('9')] },
    ];
    const httpRequest = { verb: 'POST', endpointUri: '/roles/save' };
    const logRecord = { auditId: '7', action: 'SaveRoles', workspaceId: '63', httpRequest, tableChanges };
    const entry = { userId: '4', userEmailAddress: 'dana.doe@example.com', userFullName: 'Dana Doe', logRecord };
    world.simulator.append('gong', log, { time: START - 60_000, entry });
    return world;
  };
  const ALL = [
    { type: 'public.appuser', id: '1' },
    { type: 'public.appuser', id: '2' },
    { type: 'permissions.permission', id: '9' },
    { type: 'workspace', id: '63' },
  ];

  test('lists all of them, each once, the main one first', async () => {
    const { events } = await search([several().connect('gong')], { logs: [log] });
    expect(events).toMatchObject([{ target: ALL[0], targets: ALL }]);
    expect(targetsOf(AuditEvent.parse(JSON.parse(JSON.stringify(events[0]))))).toEqual(ALL);
  });

  test('is counted for each of them in a summary, and once in the total', async () => {
    const { total, groups } = await summarize([several().connect('gong')], { logs: [log], by: ['target'] });
    expect(total).toBe(1);
    expect(groups[0]?.top.map(({ value, count }) => ({ value, count }))).toEqual(
      expect.arrayContaining(ALL.map(({ type, id }) => ({ value: `${type}:${id}`, count: 1 }))),
    );
    expect(groups[0]?.distinct).toBe(ALL.length);
  });

  test('is one line of a trace, with all of them', async () => {
    const { lines } = await trace([several().connect('gong')], { logs: [log], actor: 'Dana Doe' });
    expect(lines).toMatchObject([{ count: 1, target: ALL[0], targets: ALL, remarks: ['privilege_change'] }]);
  });

  test('has no list of one', async () => {
    const world = simulated({ events: 60, from: START - WEEK });
    const { events } = await search([world.connect('ashby')], { since: '7d' });
    expect(events.some(({ target }) => target !== undefined)).toBe(true);
    for (const { target, targets, ...event } of events) {
      expect(targets, event.uid).toBeUndefined();
      expect(targetsOf({ target })).toEqual(target === undefined ? [] : [target]);
    }
  });
});

test('Traces keep events with different further targets apart, even if the main one is the same', async () => {
  const world = simulated({ events: 0 });
  for (const [index, sharing] of ['1', '2', '2'].entries()) {
    const logRecord = { call_id: '5', time_based_secure_sharing_id: sharing, page_viewer_ip: '192.0.2.1' };
    const entry = { userEmailAddress: 'buyer@customer.example', userFullName: 'Bo Buyer', logRecord };
    world.simulator.append('gong', 'ExternallySharedCallAccess', { time: START - 60_000 + index * 1000, entry });
  }
  const { lines } = await trace([world.connect('gong')], { actor: 'buyer@customer.example', order: 'oldest' });
  expect(lines.map(({ count, targets }) => [count, targets?.at(-1)?.id])).toEqual([
    [1, '1'],
    [2, '2'],
  ]);
});
