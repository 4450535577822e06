import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import { events } from '../../src/questions/search.ts';
import { trace } from '../../src/questions/trace.ts';
import { START } from '../fake-host.ts';
import { all, simulated, type Simulated } from './world.ts';

const HOUR = 3_600_000;

function connections(world: Simulated): Connection[] {
  return (['gong', 'zendesk', 'ashby'] as const).map((vendor) => world.connect(vendor));
}

describe('A trace', () => {
  test.each(['dana.doe@example.com', 'DANA.DOE@EXAMPLE.COM', 'Dana Doe'])(
    'finds everything that somebody did everywhere, called %s',
    async (actor) => {
      const world = simulated({ events: 800 });
      const found = await trace(connections(world), { actor, since: '25d' });
      const danas = (await all(events(connections(world), { since: '25d' }))).filter(
        (event) => event.actor.name === 'Dana Doe',
      );
      expect(found.events).toBe(danas.length);
      expect(Object.keys(found.byProvider).toSorted()).toEqual(['ashby', 'gong', 'zendesk']);
      expect(found.aliases).toContainEqual({
        kind: 'email',
        value: 'dana.doe@example.com',
        provider: expect.any(String),
        tenant: 'default',
      });
      expect(found.aliases.filter(({ kind }) => kind === 'id')).toHaveLength(3);
      expect(found.complete).toBe(true);
    },
  );

  test('finds by an id in one product what the same person did in the others', async () => {
    const world = simulated({ events: 800 });
    const { aliases } = await trace(connections(world), { actor: 'dana.doe@example.com', since: '25d' });
    const zendeskId = aliases.find(({ kind, provider }) => kind === 'id' && provider === 'zendesk')?.value ?? '';
    const found = await trace(connections(world), { actor: zendeskId, since: '25d' });
    expect(Object.keys(found.byProvider).toSorted()).toEqual(['ashby', 'gong', 'zendesk']);
  });

  test('does not mistake part of a name for a person', async () => {
    const world = simulated({ events: 800 });
    expect((await trace(connections(world), { actor: 'Dana', since: '25d' })).events).toBe(0);
  });

  test.each(['192.0.2.12', '192.0.2.0/24', '2001:db8::7'])('refuses %s, and says what to do', async (actor) => {
    const world = simulated({ events: 10 });
    const hint = expect.stringMatching(/Search with ip/);
    await expect(trace(connections(world), { actor })).rejects.toMatchObject({
      fault: { code: 'invalid_query', field: 'actor', hint },
    });
    expect(world.host.requests).toEqual([]);
  });

  test('rereads only the logs in which unknown names were skipped', async () => {
    const world = simulated({ events: 200 });
    await trace(connections(world), { actor: 'dana.doe@example.com', since: '25d' });
    const asked = world.simulator.stats('ashby').log.length;
    expect(asked).toBeLessThan(10);
  });

  test('puts a playback on one line', async () => {
    const world = simulated({ events: 0 });
    for (let segment = 0; segment < 12; segment += 1) {
      world.simulator.append('gong', 'UserCallPlay', {
        time: START - 5 * HOUR + segment * 30_000,
        entry: {
          userId: '1',
          userEmailAddress: 'dana.doe@example.com',
          userFullName: 'Dana Doe',
          logRecord: {
            call_id: '52',
            video_player_instance_id: 'p',
            sequence_num: segment,
            start_time: segment * 30,
            end_time: segment * 30 + 30,
          },
        },
      });
    }
    const { lines, events: count } = await trace(connections(world), { actor: 'Dana Doe' });
    expect(count).toBe(12);
    expect(lines).toMatchObject([{ count: 12, action: 'call.play', target: { id: '52' }, uids: { length: 3 } }]);
  });

  test('says on the line what its events changed', async () => {
    const world = simulated({ events: 0 });
    const switched = [
      { old: 'Agent', now: 'Admin' },
      { old: 'Admin', now: 'Owner' },
    ];
    for (const [index, { old, now }] of switched.entries()) {
      world.simulator.append('ashby', 'audit_log', {
        time: START - HOUR + index * 60_000,
        entry: {
          category: 'RoleChanged',
          target: { type: 'user', id: 'u2' },
          actor: { type: 'User', id: 'u1', email: 'dana.doe@example.com', name: 'Dana Doe' },
          changedFields: { role: { old, new: now } },
        },
      });
    }
    const { lines } = await trace(connections(world), { actor: 'dana.doe@example.com' });
    const changes = switched.map(({ old: from, now: to }) => ({ field: 'role', from, to }));
    expect(lines).toMatchObject([{ count: 2, changes }]);
  });

  test('starts a new line after a long pause', async () => {
    const world = simulated({ events: 0 });
    for (const hours of [5, 4, 1]) {
      world.simulator.append('ashby', 'audit_log', {
        time: START - hours * HOUR,
        entry: {
          category: 'JobStatusChanged',
          target: { type: 'job', id: 'j1' },
          actor: { type: 'User', id: 'u1', email: 'dana.doe@example.com', name: 'Dana Doe' },
          request: { id: 'r', ipAddress: hours === 1 ? '203.0.113.5' : '192.0.2.9' },
        },
      });
    }
    const { lines } = await trace(connections(world), { actor: 'dana.doe@example.com', order: 'oldest' });
    expect(lines.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(lines.map(({ remarks }) => remarks.includes('first_seen_ip'))).toEqual([false, false, true]);
  });

  test('shows what was done under impersonation, under both names', async () => {
    const world = simulated({ events: 800 });
    const found = await trace(connections(world), {
      actor: 'support@vendor.example',
      since: '25d',
      logs: ['UserActivityLog'],
    });
    expect(found.events).toBeGreaterThan(0);
    expect(found.lines.every(({ remarks }) => remarks.includes('impersonated'))).toBe(true);
    // Impersonating Dana must not make anybody an alias of Dana.
    expect(found.aliases.map(({ value }) => value)).not.toContain('dana.doe@example.com');
  });

  test('says when there are more lines than asked for', async () => {
    const world = simulated({ events: 2000 });
    const found = await trace(connections(world), { actor: 'dana.doe@example.com', since: '25d', limit: 5 });
    expect(found).toMatchObject({ truncated: true, lines: { length: 5 } });
    const times = found.lines.map(({ from }) => from);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('contains what it can when a vendor fails', async () => {
    const world = simulated({ events: 400, switches: { ashby: { notEnabled: true } } });
    const found = await trace(connections(world), { actor: 'dana.doe@example.com', since: '25d' });
    expect(found.complete).toBe(false);
    expect(found.byProvider['gong']).toBeGreaterThan(0);
    expect(found.coverage.find(({ provider }) => provider === 'ashby')?.gaps[0]?.reason).toBe('not_enabled');
  });

  test.each([
    [{ actor: '' }, 'actor'],
    [{ actor: 'x', verbs: ['read'] }, 'verbs'],
    [{ actor: 'x', timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('refuses %o, naming the field', async (input, field) => {
    await expect(trace(connections(simulated()), input)).rejects.toMatchObject({
      code: 'invalid_query',
      fault: { field },
    });
  });
});

describe('A trace of somebody whose name others have', () => {
  const DANA = 'dana.doe@example.com';

  /** One in Ashby with an address, and as many in Zendesk as there are ids. */
  function namesakes(...ids: readonly number[]): Simulated {
    const world = simulated({ events: 0 });
    world.simulator.append('ashby', 'audit_log', {
      time: START - HOUR,
      entry: { category: 'JobStatusChanged', actor: { type: 'User', id: 'u1', email: DANA, name: 'Dana Doe' } },
    });
    for (const id of ids) {
      world.simulator.append('zendesk', 'audit_logs', {
        time: START - 2 * HOUR - id,
        entry: { id, actor_id: id, actor_name: 'Dana Doe', action: 'update', source_type: 'trigger' },
      });
    }
    return world;
  }

  const ask = (world: Simulated, actor: string) => trace([world.connect('ashby'), world.connect('zendesk')], { actor });

  test('joins the only one of that name', async () => {
    const { byProvider, perhapsSame } = await ask(namesakes(42), DANA);
    expect([byProvider, perhapsSame]).toEqual([{ ashby: 1, zendesk: 1 }, undefined]);
  });

  test('joins nobody without proof, and says who may be the same', async () => {
    const { byProvider, perhapsSame, aliases } = await ask(namesakes(42, 43), DANA);
    expect(byProvider).toEqual({ ashby: 1 });
    expect(perhapsSame).toEqual([
      'Dana Doe, zendesk 42: the same name, with another id in the same account',
      'Dana Doe, zendesk 43: the same name, with another id in the same account',
    ]);
    expect(aliases.map(({ value }) => value)).toEqual(['u1', DANA]);
  });

  test('by that name finds all of them, and says that they may be several', async () => {
    const { byProvider, perhapsSame } = await ask(namesakes(42, 43), 'Dana Doe');
    expect(byProvider).toEqual({ ashby: 1, zendesk: 2 });
    expect(perhapsSame).toHaveLength(3);
  });

  test('by id finds the one of them', async () => {
    expect((await ask(namesakes(42, 43), '43')).byProvider).toEqual({ zendesk: 1 });
  });
});
