import { describe, expect, test } from 'vitest';
import { call } from '../../src/exchange/call.ts';
import { connect, type Connection } from '../../src/exchange/connection.ts';
import type { Tokens, TokenStore } from '../../src/ports.ts';
import type { AuthScheme, Provider } from '../../src/provider.ts';
import { fakeHost, json, type FakeHost, type FakeHostOptions } from '../fake-host.ts';
import { ASK, toy } from '../toy.ts';

interface Vendor {
  readonly host: FakeHost;
  /** Refresh tokens that were spent, in order. */
  readonly refreshes: string[];
  /** Kills the access token that is in use. */
  readonly expire: () => void;
  readonly replies: { expires_in?: number | null; base_url?: string; fail?: string };
}

/** A vendor that rotates: each refresh gives a new pair and kills the old one. */
function vendor(options: FakeHostOptions = {}): Vendor {
  const refreshes: string[] = [];
  const replies: Vendor['replies'] = {};
  let valid = 'refresh-0';
  let access = '';
  let generation = 0;
  const host = fakeHost((request) => {
    if (request.url.endsWith('/token')) {
      const { refresh_token: given } = JSON.parse(request.body ?? '{}') as { refresh_token: string };
      refreshes.push(given);
      if (given !== valid || replies.fail !== undefined) return json(400, { error: replies.fail ?? 'invalid_grant' });
      generation += 1;
      valid = `refresh-${generation}`;
      access = `access-${generation}`;
      return json(201, { access_token: access, refresh_token: valid, expires_in: 1800, ...replies });
    }
    const good = request.headers['authorization'] === `Bearer ${access}`;
    return good ? json(200, { entries: [] }) : json(401, {});
  }, options);
  return {
    host,
    refreshes,
    replies,
    expire: () => {
      access = 'gone';
    },
  };
}

function connected(host: FakeHost, refresh = 'refresh-0'): Connection {
  return connect(toy(), { credential: { kind: 'oauth', values: { refresh } } }, host.ports);
}

/** Another account of the same provider, with the same name. */
function ofClient(host: FakeHost, clientId: string): Connection {
  const provider = toy();
  const { oauth } = provider.credentials;
  if (oauth === undefined) throw new Error('The toy has lost a way to authenticate');
  const scheme: typeof oauth.scheme = (values, baseUrl) =>
    ({ ...oauth.scheme(values, baseUrl), clientId }) as AuthScheme;
  const credentials = { ...provider.credentials, oauth: { ...oauth, scheme } };
  const credential = { kind: 'oauth', values: { refresh: 'refresh-0' } };
  return connect<Provider>({ ...provider, credentials }, { credential }, host.ports);
}

function store(): TokenStore & { kept: Map<string, Tokens>; log: string[] } {
  const kept = new Map<string, Tokens>();
  const log: string[] = [];
  return {
    kept,
    log,
    load: async (key) => kept.get(key),
    save: async (key, tokens) => {
      log.push(`save ${tokens.accessToken}`);
      kept.set(key, tokens);
    },
  };
}

async function fails(): Promise<never> {
  throw new Error('EACCES');
}

describe('An OAuth connection', () => {
  test('gets a token before its first request and keeps it', async () => {
    const { host, refreshes } = vendor();
    const connection = connected(host);
    await call(connection, ASK);
    await call(connection, ASK);
    expect(refreshes).toEqual(['refresh-0']);
  });

  test('renews a token shortly before it expires, with the new refresh token', async () => {
    const { host, refreshes } = vendor();
    const connection = connected(host);
    await call(connection, ASK);
    host.advance(1_780_000);
    await call(connection, ASK);
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);
    expect(host.requests.filter(({ url }) => url.includes('/list'))).toHaveLength(2);
  });

  test('uses a token of unknown lifetime until the vendor refuses it', async () => {
    const { host, refreshes, replies, expire } = vendor();
    replies.expires_in = null;
    const connection = connected(host);
    await call(connection, ASK);
    host.advance(365 * 86_400_000);
    await call(connection, ASK);
    expect(refreshes).toHaveLength(1);
    expire();
    await call(connection, ASK);
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);
  });

  test('renews once for many requests that are refused at the same time', async () => {
    const { host, refreshes, expire } = vendor();
    const connection = connected(host);
    await call(connection, ASK);
    expire();
    await Promise.all([call(connection, ASK), call(connection, ASK), call(connection, ASK), call(connection, ASK)]);
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);
  });

  test('gives up when the new token is refused, too', async () => {
    const host = fakeHost(({ url }) => (url.endsWith('/token') ? json(201, { access_token: 'a' }) : json(401, {})));
    await expect(call(connected(host), ASK)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(host.requests.map(({ url }) => url.replace(/\?.*/, '').split('/').at(-1))).toEqual([
      'token',
      'list',
      'token',
      'list',
    ]);
  });

  test('stores the new token pair before it uses it', async () => {
    const tokens = store();
    const { host } = vendor({ tokens });
    const sends: string[] = [];
    const { send } = host.ports;
    const ports = {
      ...host.ports,
      send: ((request, options) => {
        sends.push(`send ${request.headers['authorization'] ?? 'token request'} after ${tokens.log.join()}`);
        return send(request, options);
      }) satisfies typeof send,
    };
    await call(connect(toy(), { credential: { kind: 'oauth', values: { refresh: 'refresh-0' } } }, ports), ASK);
    expect(sends).toEqual(['send token request after ', 'send Bearer access-1 after save access-1']);
  });

  test('continues with the stored token pair after a restart', async () => {
    const tokens = store();
    const { host, refreshes } = vendor({ tokens });
    await call(connected(host), ASK);
    await call(connected(host), ASK);
    host.advance(2_000_000);
    await call(connected(host), ASK);
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);
  });

  test('discards the stored token pair when another refresh token is configured', async () => {
    const tokens = store();
    const { host, refreshes } = vendor({ tokens });
    await call(connected(host), ASK);
    await expect(call(connected(host, 'brand-new'), ASK)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(refreshes).toEqual(['refresh-0', 'brand-new']);
  });

  test('shares a store with another account of the same name, and both survive a restart', async () => {
    const tokens = store();
    const accounts = [vendor({ tokens }), vendor({ tokens })];
    const connectAll = (): Connection[] => accounts.map(({ host }, index) => ofClient(host, `client-${index}`));
    for (let start = 0; start < 3; start += 1) {
      for (const connection of connectAll()) expect(await call(connection, ASK)).toMatchObject({ kind: 'page' });
      for (const { expire } of accounts) expire();
    }
    for (const { refreshes } of accounts) expect(refreshes).toEqual(['refresh-0', 'refresh-1', 'refresh-2']);
    expect(new Set(tokens.kept.keys()).size).toBe(2);
  });

  test('uses tokens stored under its name alone, unless they belong to another account', async () => {
    const tokens = store();
    const { host, refreshes, expire } = vendor({ tokens });
    await call(connected(host), ASK);
    const [key, kept] = [...tokens.kept][0] ?? ['', undefined];
    tokens.kept.clear();
    if (kept !== undefined) tokens.kept.set('toy/default', kept);
    expect(key).toMatch(/^toy\/default\/[\w-]{16}$/);
    await call(connected(host), ASK);
    expire();
    await call(connected(host), ASK);
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);

    const other = vendor({ tokens });
    await call(ofClient(other.host, 'another'), ASK);
    expect(other.refreshes).toEqual(['refresh-0']);
  });

  test('adopts the tokens of another process that was faster', async () => {
    const tokens = store();
    const { host, refreshes, expire } = vendor({ tokens });
    const [one, other] = [connected(host), connected(host)];
    await call(one, ASK);
    await call(other, ASK);
    expire();
    await call(one, ASK);
    await call(other, ASK);
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);
  });

  test.each<[string, Partial<TokenStore>, number]>([
    ['read', { load: fails }, 0],
    ['locked', { lock: fails }, 0],
    ['kept', { save: fails }, 1],
  ])('whose tokens cannot be %s says so at once, and asks the vendor for no events', async (_, broken, requests) => {
    const { host } = vendor({ tokens: { ...store(), ...broken } });
    await expect(call(connected(host), ASK)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The OAuth tokens of toy/default cannot be stored',
      hint: expect.stringMatching(/token store/),
      cause: { message: 'EACCES' },
    });
    expect(host.requests).toHaveLength(requests);
    expect(host.sleeps).toEqual([]);
  });

  test('distinguishes a network failure from a lock failure, and continues if only unlocking failed', async () => {
    const lock: TokenStore['lock'] = async (_, work) => {
      await work();
      throw new Error('EIO');
    };
    const { host, refreshes } = vendor({ tokens: { ...store(), lock } });
    await call(connected(host), ASK);
    expect(refreshes).toEqual(['refresh-0']);
    const down = fakeHost(() => Promise.reject(new Error('ECONNRESET')), { tokens: { ...store(), lock } });
    await expect(call(connected(down), ASK)).rejects.toMatchObject({ message: 'No answer from Toy' });
    expect(down.requests.length).toBeGreaterThan(1);
  });

  test('sends requests to the base URL that the vendor assigned', async () => {
    const { host, replies } = vendor();
    replies.base_url = 'https://eu.toy.example.com';
    await call(connected(host), ASK);
    expect(host.requests.at(-1)?.url).toMatch(/^https:\/\/eu\.toy\.example\.com\/list/);
  });

  test.each([
    ['invalid_grant', /connect the account again/],
    ['invalid_scope', /scope/],
    ['invalid_client', /client secret/],
  ])('explains %s', async (error, hint) => {
    const { host, replies } = vendor();
    replies.fail = error;
    await expect(call(connected(host), ASK)).rejects.toMatchObject({
      code: 'unauthorized',
      hint: expect.stringMatching(hint),
    });
  });
});
