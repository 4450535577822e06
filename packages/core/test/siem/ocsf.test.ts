import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/event.ts';
import { isObject, type JsonObject } from '../../src/json.ts';
import { OCSF_VERSIONS } from '../../src/siem/classes.ts';
import { toOcsf } from '../../src/siem/ocsf.ts';
import { anyEvent, BARE, FULL } from '../format/events.ts';
import { breaches } from './contract.ts';
import { officialErrors } from './official.ts';
import { standardProblems } from './standard-problems.ts';

const STORED = ['gong', 'zendesk', 'ashby'].flatMap((vendor) => {
  const pairs = JSON.parse(readFileSync(new URL(`../stored/${vendor}.json`, import.meta.url), 'utf8')) as {
    entry: unknown;
    event: AuditEvent;
  }[];
  return pairs.map(({ entry, event }) => ({ ...event, raw: entry }));
});

const USER: AuditEvent = { ...FULL, changes: [{ field: 'Role', from: 'Agent', to: 'Administrator' }] };
const REQUEST: AuditEvent = {
  ...BARE,
  action: 'http.get',
  verb: 'access',
  target: { type: 'url', id: '/settings' },
  userAgent: 'Mozilla/5.0',
};

test('every stored entry of the three products is valid, in every version', () => {
  for (const event of STORED) expect(standardProblems(event), event.uid).toEqual([]);
});

describe.each(OCSF_VERSIONS)('In OCSF %s', (version) => {
  const wrongWith = (event: JsonObject): string[] => [...breaches(event, version), ...officialErrors(event, version)];

  test('any event is valid, with or without the entry', () => {
    fc.assert(
      fc.property(anyEvent, fc.boolean(), (event, raw) => {
        const line = JSON.parse(JSON.stringify(toOcsf(event, { version, raw }))) as JsonObject;
        expect(wrongWith(line)).toEqual([]);
        expect(line['raw_data'] !== undefined).toBe(raw);
      }),
    );
  });

  test('any odd address is left out of the typed fields, and kept', () => {
    const oddAddresses = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4Extended(),
      fc.string({ maxLength: 50 }),
      fc.constantFrom('203.0.113.7/24', '::ffff:203.0.113.7', 'fe80::1%eth0', '1.2.3', '0:0:0:0:0:ffff:203.0.113.255'),
    );
    fc.assert(
      fc.property(fc.option(oddAddresses, { nil: undefined }), fc.emailAddress(), (ip, email) => {
        const event = { ...FULL, impersonator: undefined, ip, actor: { kind: 'user' as const, email } };
        const said = toOcsf(event, { version });
        expect(wrongWith(said)).toEqual([]);
        expect(actorBack(said).email).toBe(email);
        expect(ipBack(said)).toBe(ip);
      }),
    );
  });

  const MUTATIONS: Readonly<Record<string, readonly [AuditEvent, (event: JsonObject) => JsonObject]>> = {
    'no time': [FULL, (event) => without(event, 'time')],
    'time as a text': [FULL, (event) => ({ ...event, time: '2026-01-31T08:05:14.638Z' })],
    'a time without seconds': [FULL, (event) => ({ ...event, time_dt: '2026-01-31' })],
    'an unknown activity': [FULL, (event) => ({ ...event, activity_id: 98 })],
    'activity 99 without its name': [BARE, (event) => ({ ...without(event, 'activity_name'), activity_id: 99 })],
    'an unknown severity': [FULL, (event) => ({ ...event, severity_id: 42 })],
    'no metadata': [FULL, (event) => without(event, 'metadata')],
    'metadata without a product': [FULL, (event) => ({ ...event, metadata: { version, uid: 'x', profiles: [] } })],
    'an attribute of our own': [FULL, (event) => ({ ...event, verb: 'update' })],
    'an actor that is empty': [FULL, (event) => ({ ...event, actor: {} })],
    'a user without name and id': [FULL, (event) => ({ ...event, user: { email_addr: 'dana@example.com' } })],
    'a user of a kind that is not said': [FULL, (event) => ({ ...event, user: { name: 'Dana', type_id: 99 } })],
    'no user': [USER, (event) => without(event, 'user')],
    'junk as an address': [FULL, (event) => ({ ...event, src_endpoint: { ip: 'office' } })],
    'junk as an e-mail address': [FULL, (event) => ({ ...event, user: { name: 'Dana', email_addr: 'dana' } })],
    'a method that does not exist': [REQUEST, (event) => ({ ...event, http_request: { http_method: 'REQUEST' } })],
    'a hash without a value': [FULL, (event) => ({ ...event, raw_data_hash: { algorithm_id: 3 } })],
    'an observable of no kind': [FULL, (event) => ({ ...event, observables: [{ name: 'a', value: 'b' }] })],
  };

  test.each(Object.entries(MUTATIONS))(
    '%s is rejected, by our contract and by the official schema',
    (_, [of, mutate]) => {
      const valid = toOcsf(of, { version });
      expect(wrongWith(valid)).toEqual([]);
      const mutated = mutate(valid);
      expect(breaches(mutated, version)).not.toEqual([]);
      expect(officialErrors(mutated, version)).not.toEqual([]);
    },
  );

  test('uid, time, actor, impersonator, targets and changes of any event can be read back', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const said = JSON.parse(JSON.stringify(toOcsf(event, { version }))) as JsonObject;
        const { metadata, time } = said as { metadata: JsonObject; time: number };
        const unmapped = unmappedOf(said);
        expect(metadata['uid']).toBe(event.uid);
        expect(new Date(time).toISOString()).toBe(event.time);
        const real = event.impersonator ?? event.actor;
        const { kind: _, ...who } = actorBack(said);
        expect(who).toEqual(pick(real));
        if (event.impersonator === undefined) expect(actorBack(said).kind).toBe(event.actor.kind);
        else expect(unmapped['impersonated_user']).toEqual(event.actor);
        expect(targetsBack(said)).toEqual(event.targets ?? (event.target === undefined ? [] : [event.target]));
        expect(unmapped['changes'] ?? []).toEqual(event.changes);
      }),
    );
  });
});

describe('The class of an event', () => {
  test.each([
    [{ verb: 'login' }, 300201, 300201],
    [{ verb: 'logout' }, 300202, 300202],
    [{ verb: 'impersonate' }, 300207, 300207],
    [{ verb: 'export' }, 600107, 600107],
    [{ verb: 'share' }, 600108, 600108],
    [{ verb: 'play' }, 600102, 600102],
    [{ verb: 'create', target: { type: 'app_user', id: '1' } }, 300701, 300101],
    [{ verb: 'update', target: { type: 'public.appuser', id: '1' } }, 300702, 300199],
    [{ verb: 'delete', target: { type: 'user', id: '1' } }, 300703, 300106],
    [{ verb: 'update', target: { type: 'user' }, changes: [{ field: 'Role', to: 'Admin' }] }, 300716, 300199],
    [{ verb: 'other', action: 'FixtureRoleGranted', target: { type: 'app_user' } }, 300716, 300199],
    [{ verb: 'create', target: { type: 'user_setting' }, changes: [{ field: 'S', to: 'Suspended' }] }, 300705, 300105],
    [
      { verb: 'create', target: { type: 'user_setting' }, changes: [{ field: 'S', to: 'Unsuspended' }] },
      300704,
      300102,
    ],
    [{ verb: 'create', target: { type: 'api_token' } }, 300401, 300401],
    [{ verb: 'delete', target: { type: 'zendesk/app_market/installation' } }, 300404, 300404],
    [
      { verb: 'update', target: { type: 'account_setting' }, changes: [{ field: 'SSO', to: 'Disabled' }] },
      300409,
      300409,
    ],
    [
      { verb: 'update', target: { type: 'account_setting' }, changes: [{ field: 'SSO', to: 'Enabled' }] },
      300408,
      300408,
    ],
    [{ verb: 'update', target: { type: 'group' } }, 300609, 300699],
    [{ verb: 'delete', target: { type: 'permission_set' } }, 300803, 300404],
    [{ verb: 'delete', target: { type: 'public.call' } }, 600104, 600104],
    [{ verb: 'other', target: { type: 'job' } }, 300499, 300499],
    [{ verb: 'access', action: 'http.post', target: { type: 'url', id: '/x' } }, 400206, 400206],
    [{ verb: 'access', action: 'http.brew', target: { type: 'url', id: '/x' } }, 400299, 400299],
    [{ verb: 'access', action: 'http.request' }, 600199, 600199],
  ] satisfies [Partial<AuditEvent>, number, number][])('of %j is %d, and %d in 1.8.0', (part, now, before) => {
    const event: AuditEvent = { ...BARE, ...part };
    expect(toOcsf(event)['type_uid']).toBe(now);
    expect(toOcsf(event, { version: '1.8.0' })['type_uid']).toBe(before);
  });
});

test('an event of somebody who acted as somebody else names the real person as the actor', () => {
  const { actor, unmapped } = toOcsf(FULL);
  expect(actor).toEqual({
    user: {
      name: 'Sam Support',
      uid: '9',
      email_addr: 'sam@example.com',
      type_id: 1,
      org: { uid: '6300000000000000003' },
    },
  });
  expect(unmapped).toMatchObject({ impersonated_user: FULL.actor });
});

test('no attribute is an empty object', () => {
  const empties = (value: unknown, at: string): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const entries = Object.entries(value);
    return entries.length === 0 ? [at] : entries.flatMap(([name, item]) => empties(item, `${at}.${name}`));
  };
  for (const event of [...STORED, BARE, FULL]) {
    const { unmapped, ...typed } = toOcsf(event);
    expect(unmapped).not.toEqual({});
    expect(empties(typed, '')).toEqual([]);
  }
});

describe('An event says everything once', () => {
  test('no outcome is claimed that the vendor does not state', () => {
    const said = toOcsf({ ...FULL, outcome: 'success', flags: ['assumed_outcome', 'impersonated'] });
    expect(said).not.toHaveProperty('status_id');
    expect(said).toHaveProperty('metadata.labels', ['impersonated']);
    const denied = { ...FULL, outcome: 'denied' as const, flags: [] };
    expect(toOcsf(denied)).toMatchObject({ status_id: 2, status_detail: 'denied' });
    expect(toOcsf(denied)).not.toHaveProperty('metadata.labels');
  });

  test('the verb stands beside an activity that does not say it', () => {
    const verbOf = (verb: AuditEvent['verb']): unknown => unmappedOf(toOcsf({ ...BARE, verb }))['verb'];
    expect(verbOf('export')).toBeUndefined();
    expect(verbOf('play')).toBe('play');
    expect(verbOf('other')).toBeUndefined();
  });

  test('observables are what products have in common: addresses and e-mail addresses', () => {
    const event: AuditEvent = { ...FULL, impersonator: undefined };
    expect(toOcsf(event)['observables']).toEqual([
      { name: 'src_endpoint.ip', type_id: 2, value: event.ip },
      { name: 'actor.user.email_addr', type_id: 5, value: event.actor.email },
    ]);
  });
});

function without(event: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([each]) => each !== name));
}

function userOf(said: JsonObject): JsonObject {
  const { user } = said['actor'] as { user: JsonObject };
  return user;
}

function actorBack(said: JsonObject): Pick<AuditEvent['actor'], 'id' | 'email' | 'name'> & { kind: unknown } {
  const {
    uid,
    name: shown,
    full_name: whole,
    email_addr: typed,
    type_id: id,
    type,
  } = userOf(said) as Record<string, never>;
  const { email = typed, impersonated_user: other } = unmappedOf(said) as Record<string, never>;
  const kinds = new Map<unknown, string>([
    [0, 'unknown'],
    [1, 'user'],
    [3, 'system'],
    [4, 'service'],
  ]);
  const kind = type ?? kinds.get(id);
  const standIn = email ?? (uid === undefined ? (other === undefined ? kind : 'impersonator') : undefined);
  return { kind, id: uid, email, name: whole ?? (shown === standIn ? undefined : shown) };
}

function unmappedOf(said: JsonObject): JsonObject {
  return (said['unmapped'] ?? {}) as JsonObject;
}

/** The targets: in `unmapped`, or what the class has a place for. */
function targetsBack(said: JsonObject): unknown[] {
  const { targets, target_type: type } = unmappedOf(said) as { targets?: unknown[]; target_type?: string };
  if (targets !== undefined) return targets;
  const { entity, web_resources: resources = [entity], user, group = user, iam_role: role = group } = said;
  const objects = type === undefined ? (resources as (JsonObject | undefined)[]) : [{ ...(role as JsonObject), type }];
  const stated = objects.filter((object) => object?.['uid'] !== undefined || object?.['name'] !== object?.['type']);
  return stated.map((object) => ({ type: object?.['type'], id: object?.['uid'], name: object?.['name'] }));
}

function ipBack(said: JsonObject): unknown {
  const endpoint = said['src_endpoint'];
  return isObject(endpoint) ? endpoint['ip'] : unmappedOf(said)['ip'];
}

function pick({ id, email, name }: Partial<AuditEvent['actor']>): object {
  return { id, email, name };
}
