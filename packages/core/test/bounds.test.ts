import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAuditError } from '../src/errors.ts';
import { find } from '../src/questions/find.ts';
import { locate } from '../src/identity.ts';
import { writePosition } from '../src/reading/position.ts';
import { parseQuery } from '../src/reading/query.ts';
import { vendorSource } from '../src/reading/vendor-source.ts';
import { nearest } from '../src/refuse.ts';
import { search } from '../src/questions/search.ts';
import { EARLIEST, LATEST } from '../src/time-range.ts';
import { iso } from '../src/window.ts';
import { START } from './fake-host.ts';
import { simulated } from './simulated/world.ts';

const VENDORS = ['gong', 'zendesk', 'ashby'] as const;
const LONG = 'x'.repeat(1001);

function refusal(input: unknown): unknown {
  const { connect } = simulated({ events: 0 });
  try {
    return parseQuery(
      input as Parameters<typeof parseQuery>[0],
      VENDORS.map((vendor) => connect(vendor)),
      START,
      () => vendorSource,
    );
  } catch (thrown) {
    return thrown;
  }
}

describe('A query', () => {
  test.each([
    ['actor', { actor: LONG }],
    ['cursor', { cursor: LONG }],
    ['text', { text: LONG }],
    ['since', { since: LONG }],
    ['timeZone', { timeZone: LONG }],
    ['logs', { logs: Array.from({ length: 101 }, () => 'audit_logs') }],
    ['logs.0', { logs: [LONG] }],
    ['actions', { actions: Array.from({ length: 500_000 }, String) }],
    ['verbs', { verbs: Array.from({ length: 500_000 }, () => 1) }],
    ['flags', { flags: Array.from({ length: 101 }, () => 'parse') }],
    ['filters.zendesk.action', { filters: { zendesk: { action: Array.from({ length: 101 }, () => 'a') } } }],
    ['filters.zendesk.ipAddress', { filters: { zendesk: { ipAddress: LONG } } }],
    ['filters.ashby.actorIds.0', { filters: { ashby: { actorIds: [LONG] } } }],
    ['query', Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`n${index}`, 1]))],
  ])('is refused for %s when it is too long', (field, input) => {
    expect(refusal(input)).toMatchObject({ code: 'invalid_query', fault: { field }, message: /\S/ });
  });

  test.each(['logs', 'providers', 'flags', 'since', 'timeZone'])(
    'is not repeated in full by the message about %s',
    (name) => {
      const given = `y${'é"\\'.repeat(300)}`;
      const thrown = refusal({ [name]: name.endsWith('s') ? [given] : given });
      expect(isAuditError(thrown) && thrown.message.length).toBeLessThan(400);
    },
  );

  test('is refused for a name of any length, without repeating it', () => {
    const thrown = refusal({ ['k'.repeat(1_000_000)]: 1 });
    expect(isAuditError(thrown) && JSON.stringify(thrown).length).toBeLessThan(1000);
  });

  test('offers no suggestion for a word longer than any valid one', () => {
    expect(nearest('zendesk'.repeat(20), ['zendesk'])).toBeUndefined();
  });

  test('is refused in a sentence, however deeply it is nested', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) as object;
    for (const input of [deep, { filters: deep }, { filters: { zendesk: deep } }])
      expect(refusal(input)).toMatchObject({ code: 'invalid_query' });
  });

  test('that repeats a log, an action or a flag asks for it once', async () => {
    const { connect, simulator } = simulated({ events: 20 });
    const zendesk = connect('zendesk');
    const once = { since: '7d', logs: ['audit_logs'], actions: ['login'], flags: ['parse'] };
    const often = {
      since: '7d',
      logs: Array.from({ length: 4 }, () => 'audit_logs'),
      actions: ['login', 'login'],
      flags: ['parse', 'parse'],
    };
    const found = await search([zendesk], once);
    const requests = simulator.stats('zendesk').requests;
    expect(await search([zendesk], often)).toEqual(found);
    expect(simulator.stats('zendesk').requests).toBe(2 * requests);
  });
});

describe('A time out of range', () => {
  const FAR = [
    '99999999999999999999d',
    '9'.repeat(900) + 'w',
    '400000w',
    '0999-12-31',
    '0000-01-01T00:00:00Z',
    '0050-06-01',
  ];

  test.each(FAR)('such as %s is refused as a bound of the window', (since) => {
    expect(refusal({ since })).toMatchObject({ code: 'invalid_query', fault: { field: 'since' } });
  });

  test('is always formatted as a time', () => {
    for (const time of [Number.NaN, 1e300, -1e300, Number.POSITIVE_INFINITY, 8.64e15, -8.64e15])
      expect(iso(time)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect([iso(EARLIEST), iso(LATEST)]).toEqual(['1000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']);
  });

  test('makes no valid cursor', () => {
    const { hash } = refusal({}) as { hash: string };
    const last = { at: START, uid: 'gong-a-aaaaaaaaaaaaaaaa' };
    const forged = [
      `th2.zzzzzzzzzzzzz.${START.toString(36)}.${hash}.1.x`,
      `th2.1.zzzzzzzzzzzz.${hash}.1.x`,
      `th2.1.2.${hash}.zzzzzzzzzzzz.x`,
    ];
    for (const cursor of [...forged, writePosition({ window: { from: 2, to: 1 }, last, hash })])
      expect(refusal({ cursor })).toMatchObject({ code: 'invalid_query', fault: { field: 'cursor' } });
    expect(refusal({ cursor: writePosition({ window: { from: 1, to: START }, last, hash }) })).toMatchObject({ hash });
  });

  test('makes no valid uid', async () => {
    const { connect } = simulated({ events: 0 });
    for (const time of ['zzzzzzzzzzzzzz', '-zzzzzzzzzzzz', '1zzzzzzzzzzzzzzzzzzzzzzzzz']) {
      expect(locate(`gong-${time}-aaaaaaaaaaaaaaaa`)).toBeUndefined();
      await expect(find([connect('gong')], `gong-${time}-aaaaaaaaaaaaaaaa`)).rejects.toMatchObject({
        fault: { field: 'uid' },
      });
    }
  });

  test('in a cursor or a uid of any kind throws only an AuditError', async () => {
    const { connect } = simulated({ events: 0 });
    const connections = [connect('zendesk')];
    const { hash } = parseQuery({}, connections, START, () => vendorSource);
    const digits = fc.stringMatching(/^-?[0-9a-z]{1,20}$/);
    const attempts = fc.record({ from: digits, to: digits, at: digits, uid: fc.stringMatching(/^[\w-]{1,30}$/) });
    await fc.assert(
      fc.asyncProperty(attempts, async ({ from, to, at, uid }) => {
        const cursor = `th2.${from}.${to}.${hash}.${at}.${uid}`;
        const tries = [
          search(connections, { cursor }),
          find(connections, `zendesk-${at}-aaaaaaaaaaaaaaaa`),
          find(connections, uid),
        ];
        for (const tried of await Promise.allSettled(tries))
          if (tried.status === 'rejected' && !isAuditError(tried.reason)) throw tried.reason;
      }),
    );
  });
});
