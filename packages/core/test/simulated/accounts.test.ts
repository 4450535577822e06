import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import { columns } from '../../src/format/columns.ts';
import { find } from '../../src/questions/find.ts';
import { follow } from '../../src/questions/follow.ts';
import { search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { trace } from '../../src/questions/trace.ts';
import { START } from '../fake-host.ts';
import { simulated, type Simulated } from './world.ts';

const DAY = 86_400_000;
const log = 'UserActivityLog';
const LOGS = { since: '9d', logs: [log] };

interface Two {
  readonly worlds: Readonly<Record<'emea' | 'us', Simulated>>;
  readonly connections: readonly Connection[];
}

/** Two accounts of Gong whose entries differ, beside one of Zendesk. */
function two(): Two {
  const from = START - 8 * DAY;
  const worlds = {
    emea: simulated({ seed: 1, events: 60, from }),
    us: simulated({ seed: 2, events: 45, from }),
  };
  const gong = (['emea', 'us'] as const).map((tenant) => worlds[tenant].connect('gong', { tenant }));
  return { worlds, connections: [...gong, worlds.us.connect('zendesk', { tenant: 'acme' })] };
}

function truthOf({ simulator }: Simulated): number {
  return simulator.truth({ vendor: 'gong', log, from: START - 9 * DAY, to: START }).count;
}

describe('Two accounts of one product', () => {
  test('are read together, and every answer distinguishes them', async () => {
    const { worlds, connections } = two();
    const { events, coverage } = await search(connections, { ...LOGS, limit: 500 });
    const of = (tenant: string): number => events.filter((event) => event.tenant === tenant).length;
    expect([of('emea'), of('us')]).toEqual([truthOf(worlds.emea), truthOf(worlds.us)]);
    expect(coverage).toMatchObject([
      { account: 'gong/emea', tenant: 'emea', complete: true },
      { account: 'gong/us', tenant: 'us', complete: true },
    ]);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    for (const { uid, tenant } of [events[0], events.at(-1)].filter((event) => event !== undefined))
      expect(await find(connections, uid)).toMatchObject({ uid, tenant });
  });

  test('are named only if there are several', async () => {
    const { coverage } = await search(two().connections, { since: '1d', logs: ['audit_logs'] });
    expect(coverage).toMatchObject([{ tenant: 'acme' }]);
    expect(coverage[0]).not.toHaveProperty('account');
  });

  test.each([['gong/us'], ['us']])(
    'can be queried one by one, as %s, and the echoed query can be sent back',
    async (name) => {
      const { worlds, connections } = two();
      const { events, query, coverage } = await search(connections, { ...LOGS, accounts: [name], limit: 500 });
      expect(events).toHaveLength(truthOf(worlds.us));
      expect(coverage.map(({ account }) => account)).toEqual(['gong/us']);
      expect(query).toMatchObject({ accounts: ['gong/us'], logs: ['gong.UserActivityLog'] });
      const again = await search(connections, { ...LOGS, accounts: query['accounts'] as string[], limit: 500 });
      expect(again.events).toEqual(events);
    },
  );

  test('have their own cursor: one of another account is refused', async () => {
    const { connections } = two();
    const { cursor } = await search(connections, { ...LOGS, accounts: ['us'], limit: 3 });
    await expect(search(connections, { ...LOGS, accounts: ['emea'], cursor })).rejects.toMatchObject({
      fault: { field: 'cursor' },
    });
  });

  test('are counted together and apart', async () => {
    const { worlds, connections } = two();
    const { total, groups } = await summarize(connections, LOGS);
    expect(total).toBe(truthOf(worlds.emea) + truthOf(worlds.us));
    expect(groups.find(({ by }) => by === 'account')?.top).toMatchObject([
      { value: 'gong/emea', count: truthOf(worlds.emea) },
      { value: 'gong/us', count: truthOf(worlds.us) },
    ]);
    const alone = await summarize(connections.slice(1), { since: '9d' });
    expect(alone.groups.map(({ by }) => by)).not.toContain('account');
  });

  test('share no line of a trace, and an id of one means nobody in the other', async () => {
    const { worlds, connections } = two();
    for (const [name, userFullName] of [
      ['emea', 'Ida Same'],
      ['us', 'Another Person'],
    ] as const) {
      const entry = { userId: '4100000000000000777', userFullName, userEmailAddress: null };
      worlds[name].simulator.append('gong', log, { time: START - 60_000, entry });
    }
    const { lines } = await trace(connections, { actor: 'Ida Same', since: '1d', logs: [log] });
    expect(lines).toMatchObject([{ tenant: 'emea', count: 1 }]);
    const both = await trace(connections, { actor: 'dana.doe@example.com', ...LOGS });
    expect(new Set(both.lines.map(({ tenant }) => tenant))).toEqual(new Set(['emea', 'us']));
  });

  test('are followed side by side, each from its own place', async () => {
    const { worlds, connections } = two();
    const first = await follow(connections, { logs: [log] }, { lookback: '9d' });
    expect(first.events).toHaveLength(truthOf(worlds.emea) + truthOf(worlds.us));
    worlds.us.simulator.append('gong', log, { time: START - 1000, entry: { userFullName: 'New One' } });
    const next = await follow(connections, { logs: [log] }, { checkpoint: first.checkpoint });
    expect(next.events).toMatchObject([{ tenant: 'us' }]);
  });

  test('have a column in a table on request', () => {
    expect(columns([], { tenant: true }).columns.slice(0, 4)).toEqual(['time', 'provider', 'tenant', 'log']);
    expect(columns([]).columns).not.toContain('tenant');
  });
});

describe('A question about accounts is refused', () => {
  const refused: readonly [string, object, RegExp][] = [
    ['when there is none of that name', { accounts: ['gong/emae'] }, /gong\/emea/],
    ['when it names none of the providers asked', { providers: ['zendesk'], accounts: ['us'] }, /Leave out/],
  ];
  test.each(refused)('%s', async (_, input, hint) => {
    const asked = search(two().connections, { since: '1d', ...input });
    await expect(asked).rejects.toMatchObject({ fault: { field: 'accounts', hint: expect.stringMatching(hint) } });
  });

  test('when two of them have one name, because a checkpoint could not tell them apart', async () => {
    const { worlds } = two();
    const twins = [worlds.emea.connect('gong'), worlds.us.connect('gong')];
    await expect(search(twins, {})).rejects.toMatchObject({
      fault: { field: 'tenant', hint: expect.stringContaining('tenant') },
    });
  });
});
