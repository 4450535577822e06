import { describe, expect, test } from 'vitest';
import { connect, type ConnectOptions } from '../src/exchange/connection.ts';
import { isAuditError } from '../src/errors.ts';
import type { Provider } from '../src/provider.ts';
import type { ProviderId } from '../src/providers/index.ts';
import { providers } from '../src/providers/index.ts';
import { fakeHost, json } from './fake-host.ts';

const host = fakeHost(() => json(200, {}));

function refusal(provider: ProviderId, options: ConnectOptions): unknown {
  try {
    return connect(providers[provider], options, host.ports);
  } catch (thrown) {
    return thrown;
  }
}

describe('A connection', () => {
  test.each<[string, ProviderId, ConnectOptions, string, RegExp]>([
    [
      'a way to authenticate that there is not',
      'gong',
      { credential: { kind: 'password', values: {} } },
      'credential.kind',
      /access_key, oauth, access_token/,
    ],
    [
      'a credential without one of its fields',
      'gong',
      { credential: { kind: 'access_key', values: { accessKey: 'a' } } },
      'gong.access_key.accessKeySecret',
      /./,
    ],
    [
      'a credential with a field that it does not have',
      'ashby',
      { credential: { kind: 'api_key', values: { apiKy: 'a' } } },
      'ashby.api_key.apiKy',
      /"apiKey"/,
    ],
    ['an address without encryption', 'gong', { site: 'http://api.gong.io' }, 'site', /https/],
    ['an address that is none', 'ashby', { site: 'ashby' }, 'site', /https/],
    ['a subdomain of somebody else', 'zendesk', { site: 'example.com' }, 'site', /./],
    ['no subdomain at all', 'zendesk', {}, 'site', /./],
  ])('is refused with %s, naming the field, before any request', (_, provider, options, field, hint) => {
    const error = refusal(provider, options);
    expect(error).toMatchObject({ code: 'invalid_query', fault: { field }, hint: expect.stringMatching(hint) });
    expect(host.requests).toEqual([]);
  });

  test.each(
    Object.values<Provider>(providers).flatMap(({ id, credentials }) =>
      Object.entries(credentials).flatMap(([kind, { schema }]) =>
        Object.keys(schema.shape).map((name): [string, string, string] => [id, kind, name]),
      ),
    ),
  )('of %s by %s says what is wrong with %s, in words that a sentence can hold', (id, kind, name) => {
    for (const wrong of [undefined, '', 'http://a b:c']) {
      const { credentials }: Provider = providers[id as ProviderId];
      const { shape } = credentials[kind]?.schema ?? {};
      const others = Object.keys(shape ?? {}).map((key) => [key, 'https://app.gong.io/a@example.com'] as const);
      const values = { ...Object.fromEntries(others), [name]: wrong };
      const refused = refusal(id as ProviderId, { site: 'https://example.com', credential: { kind, values } });
      if (!isAuditError(refused)) continue;
      expect(refused.message).toMatch(/[^.]$/);
    }
  });

  test.each<[ProviderId, string | undefined, string, string]>([
    ['gong', undefined, 'https://api.gong.io', 'default'],
    ['gong', 'https://us-1.api.gong.io/v2/', 'https://us-1.api.gong.io', 'default'],
    ['ashby', undefined, 'https://api.ashbyhq.com', 'default'],
    ['zendesk', 'acme', 'https://acme.zendesk.com', 'acme'],
    ['zendesk', 'acme.zendesk.com', 'https://acme.zendesk.com', 'acme'],
    ['zendesk', 'https://acme.zendesk.com/', 'https://acme.zendesk.com', 'acme'],
    ['zendesk', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1:8080'],
  ])('to %s at %s goes to %s as tenant %s', (provider, site, baseUrl, tenant) => {
    expect(connect(providers[provider], { site }, host.ports)).toMatchObject({ baseUrl, tenant });
  });

  test('can be named, to tell two accounts apart', () => {
    expect(connect(providers.ashby, { tenant: 'europe' }, host.ports).tenant).toBe('europe');
  });
});
