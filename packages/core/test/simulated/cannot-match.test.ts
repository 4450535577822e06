import { VENDOR_IDS, type VendorId } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import { FLAGS_OF_ANY_LOG, targetsOf, type AuditEvent } from '../../src/event.ts';
import { search, summarize, trace, type QueryInput } from '../../src/index.ts';
import type { Attribute, Provider } from '../../src/provider.ts';
import { providers } from '../../src/providers/index.ts';
import { missingFrom } from '../../src/reply/coverage.ts';
import { simulated, type Simulated } from './world.ts';

const LOGS = VENDOR_IDS.flatMap((vendor) =>
  Object.values<Provider>(providers)
    .filter(({ id }) => id === vendor)
    .flatMap(({ logs }) => logs.map((log) => ({ vendor, log, name: `${vendor}.${log.id}` }))),
);

/** The documented worlds; a catalogue's shape is not documented by its vendor. */
const WORLDS: readonly Readonly<Record<string, boolean | string>>[] = [
  {},
  { hostileText: true },
  { extraFields: true },
];

const READERS: Readonly<Record<Attribute, (event: AuditEvent) => unknown>> = {
  'ids of actors': ({ actor }) => actor.id,
  'e-mail addresses': ({ actor }) => actor.email,
  'names of actors': ({ actor }) => actor.name,
  impersonators: ({ impersonator }) => impersonator,
  'IP addresses': ({ ip }) => ip,
  'names of targets': (event) => targetsOf(event).find(({ name }) => name !== undefined),
};

async function eventsOf(vendor: VendorId, log: string, switches: object): Promise<readonly AuditEvent[]> {
  const world = simulated({ events: 400 });
  const known = new Set(
    world.simulator.switches().flatMap((one) => (one.vendor === vendor || one.vendor === 'all' ? [one.name] : [])),
  );
  const settings = Object.entries(switches).filter(([name]) => known.has(name));
  world.simulator.set(vendor, Object.fromEntries(settings));
  return (await search([world.connect(vendor)], { since: '13d', logs: [log], limit: 10_000 })).events;
}

describe('What a log is declared to lack', () => {
  test.each(LOGS)('is in no entry of $name', async ({ vendor, log, name }) => {
    for (const switches of WORLDS) {
      for (const event of await eventsOf(vendor, name, switches)) {
        for (const attribute of log.lacks ?? []) expect(READERS[attribute](event), attribute).toBeUndefined();
        expect(log.verbs ?? [event.verb]).toContain(event.verb);
        expect(log.actions ?? [event.action]).toContain(event.action);
        for (const flag of event.flags) expect([...(log.flags ?? [flag]), ...FLAGS_OF_ANY_LOG]).toContain(flag);
      }
    }
  });

  test.each(LOGS)(
    'is all that $name really lacks of addresses, people and impersonators',
    async ({ vendor, log, name }) => {
      const events = await eventsOf(vendor, name, {});
      const absent = Object.entries(READERS).filter(([, read]) => events.every((event) => read(event) === undefined));
      const declared = new Set<string>(log.lacks);
      // The simulated cast has no impersonators in most logs of Gong, and externals without an id.
      const known = new Set<string>(['impersonators', 'ids of actors', 'names of targets']);
      expect(absent.map(([attribute]) => attribute).filter((one) => !declared.has(one) && !known.has(one))).toEqual([]);
    },
  );
});

function connections(world: Simulated) {
  return VENDOR_IDS.map((vendor) => world.connect(vendor));
}

describe('A filter that a log cannot match', () => {
  test.each<[QueryInput, string[]]>([
    [{ logs: ['UserCallPlay'], ip: '198.51.100.0/24' }, ['UserCallPlay has no IP addresses']],
    [{ providers: ['zendesk'], actor: 'nobody@example.com' }, ['audit_logs has no e-mail addresses']],
    [{ providers: ['ashby'], target: 'Senior Engineer' }, ['audit_log has no names of targets']],
    [{ logs: ['UserCallPlay'], verbs: ['export'] }, ['UserCallPlay never has the verb export']],
    [{ logs: ['UserCallPlay'], actions: ['call.shared.open'] }, ['UserCallPlay never has the action call.shared.open']],
    [{ providers: ['zendesk'], flags: ['impersonated'] }, ['audit_logs never has the flag impersonated']],
  ])('is named in coverage, and no answer with %o is complete', async (query, whys) => {
    const world = simulated({ events: 200 });
    const found = await search(connections(world), { since: '10d', ...query });
    expect([found.events, found.complete]).toEqual([[], false]);
    expect(found.coverage.map(({ cannotMatch }) => cannotMatch?.why)).toEqual(whys);
    expect(missingFrom(found.coverage).join(' ')).toContain(whys[0]);
    const { total, complete } = await summarize(connections(world), { since: '10d', ...query });
    expect([total, complete]).toEqual([0, false]);
  });

  test('makes an answer of several logs incomplete where a log is silent about it', async () => {
    const world = simulated({ events: 200 });
    const { complete, coverage } = await search(connections(world), { since: '10d', ip: '203.0.113.7', limit: 10_000 });
    expect(complete).toBe(false);
    const silent = LOGS.filter(({ log }) => log.lacks?.includes('IP addresses') === true).map(({ log }) => log.id);
    expect(silent).toEqual(expect.arrayContaining(['UserCallPlay', 'ExternallySharedCallPlay']));
    expect(coverage.filter((one) => !one.complete).map(({ log }) => log)).toEqual(silent);
  });

  test('leaves an answer complete where the log is about other things, and another log of the account can tell', async () => {
    const world = simulated({ events: 200 });
    const { complete, coverage } = await search(connections(world), { since: '10d', verbs: ['export'], limit: 10_000 });
    expect(complete).toBe(true);
    expect(coverage.filter(({ cannotMatch }) => cannotMatch !== undefined).map(({ log }) => log)).toEqual([
      'UserCallPlay',
      'ExternallySharedCallAccess',
      'ExternallySharedCallPlay',
    ]);
  });

  test('is asked for all the same, and what matches against the documentation counts', async () => {
    const world = simulated({ events: 200, switches: { gong: { catalogueShape: true } } });
    const query = { since: '10d', logs: ['UserCallPlay'], ip: '192.0.2.44', limit: 10_000 };
    const { events: found, complete, coverage } = await search(connections(world), query);
    expect(found.length).toBeGreaterThan(0);
    expect([complete, coverage[0]?.cannotMatch]).toEqual([true, undefined]);
  });

  test('an id with an at sign or a name finds what it can', async () => {
    const world = simulated({ events: 200 });
    const { coverage } = await search(connections(world), { since: '10d', actor: 'Dana Doe' });
    expect(coverage.every(({ cannotMatch }) => cannotMatch === undefined)).toBe(true);
  });
});

describe('A trace', () => {
  test('says which logs cannot tell an e-mail address that no event explains', async () => {
    const world = simulated({ events: 200 });
    const { events, complete, coverage } = await trace(connections(world), {
      actor: 'nobody@example.com',
      since: '10d',
    });
    expect([events, complete]).toEqual([0, false]);
    expect(coverage.flatMap(({ log, cannotMatch }) => (cannotMatch === undefined ? [] : [log]))).toEqual([
      'audit_logs',
    ]);
    expect(missingFrom(coverage).join(' ')).toContain('no event that was read reveals another name');
  });

  test('is complete where another product reveals the name that goes with the e-mail address', async () => {
    const world = simulated({ events: 400 });
    const { complete, coverage } = await trace(connections(world), { actor: 'dana.doe@example.com', since: '10d' });
    expect(complete).toBe(true);
    expect(coverage.every(({ cannotMatch }) => cannotMatch === undefined)).toBe(true);
  });

  test('is complete for a name that nobody has', async () => {
    const world = simulated({ events: 200 });
    expect((await trace(connections(world), { actor: 'Nobody Atall', since: '10d' })).complete).toBe(true);
  });
});
