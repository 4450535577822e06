import { describe, expectTypeOf, test } from 'vitest';
import type { CredentialInput } from '../src/exchange/credential.ts';
import {
  connect,
  count,
  events,
  follow,
  providers,
  read,
  search,
  summarize,
  trace,
  type Connection,
  type Ports,
  type Provider,
  type QueryInput,
  type SearchResult,
} from '../src/index.ts';
import { ashby } from '../src/providers/ashby/index.ts';
import { gong } from '../src/providers/gong/index.ts';
import { zendesk } from '../src/providers/zendesk/index.ts';

// Checked by the compiler: what stands here does not compile when it is not so.
describe('The compiler', () => {
  test('knows the ways to authenticate of every provider', () => {
    expectTypeOf<CredentialInput<typeof ashby>['kind']>().toEqualTypeOf<'api_key'>();
    expectTypeOf<CredentialInput<typeof gong>['kind']>().toEqualTypeOf<'access_key' | 'oauth' | 'access_token'>();
  });

  test('knows the fields of a credential', () => {
    expectTypeOf<{ kind: 'api_key'; values: { apiKey: 'x' } }>().toExtend<CredentialInput<typeof ashby>>();
    expectTypeOf<{ kind: 'nonsense'; values: {} }>().not.toExtend<CredentialInput<typeof ashby>>();
    expectTypeOf<{ kind: 'api_token'; values: { email: 7 } }>().not.toExtend<CredentialInput<typeof zendesk>>();
    expectTypeOf<keyof Extract<CredentialInput<typeof zendesk>, { kind: 'api_token' }>['values']>().toEqualTypeOf<
      'email' | 'apiToken'
    >();
  });

  test('accepts any of them as a provider', () => {
    expectTypeOf<typeof gong | typeof zendesk | typeof ashby>().toExtend<Provider>();
    expectTypeOf<CredentialInput['kind']>().toEqualTypeOf<string>();
  });
});

type Gong = Connection<typeof gong>;
type Zendesk = Connection<typeof zendesk>;
type Ashby = Connection<typeof ashby>;

/** Never run: the compiler alone reads what is asked here. */
type Unrun = (given: {
  ports: Ports;
  ours: readonly (Gong | Zendesk | Ashby)[];
  ashbys: readonly Ashby[];
  zendesks: readonly Zendesk[];
  any: readonly Connection[];
}) => unknown;
function compiled(unrun: Unrun): void {
  expectTypeOf(unrun).toBeFunction();
}

describe('A question to providers that the compiler knows', () => {
  test('accepts their credentials and no others', () => {
    compiled(({ ports }) => [
      connect(providers.ashby, { credential: { kind: 'api_key', values: { apiKey: 'made-up' } } }, ports),
      // @ts-expect-error: Ashby has no such way to authenticate.
      connect(providers.ashby, { credential: { kind: 'nonsense', values: {} } }, ports),
      // @ts-expect-error: Ashby's key is called apiKey.
      connect(providers.ashby, { credential: { kind: 'api_key', values: { key: 'made-up' } } }, ports),
    ]);
  });

  test('accepts the filters that they declare', () => {
    compiled(({ ours, ashbys, zendesks }) => [
      search(ashbys, { filters: { ashby: { actorIds: ['a'] } } }),
      search(ours, { filters: { ashby: { actorIds: ['a'] }, zendesk: { action: 'login', actorId: 7 } } }),
      events(zendesks, { filters: { zendesk: { action: ['login', 'update'] } } }),
      summarize(zendesks, { by: ['actor'], filters: { zendesk: { sourceType: 'user' } } }),
      follow(ashbys, { filters: { ashby: { categories: ['JobStatusChanged'] } } }),
    ]);
  });

  test('accepts no other filter, and none of a provider that is not connected', () => {
    compiled(({ ours, ashbys, zendesks }) => [
      // @ts-expect-error: Ashby has no such filter.
      search(ashbys, { filters: { ashby: { nonsense: ['a'] } } }),
      // @ts-expect-error: these connections are of Ashby alone.
      search(ashbys, { filters: { zendesk: { action: 'login' } } }),
      // @ts-expect-error: a filter of Zendesk's is none of Ashby's.
      search(ours, { filters: { ashby: { action: 'login' } } }),
      // @ts-expect-error: Gong has no filters.
      search(ours, { filters: { gong: { action: 'login' } } }),
      // @ts-expect-error: the ids are a list.
      events(ashbys, { filters: { ashby: { actorIds: 7 } } }),
      // @ts-expect-error: an id is a text or a number.
      events(zendesks, { filters: { zendesk: { actorId: ['7'] } } }),
      // @ts-expect-error: Zendesk has no such filter.
      summarize(zendesks, { filters: { zendesk: { nonsense: 'x' } } }),
      // @ts-expect-error: Zendesk has no such filter.
      follow(zendesks, { filters: { zendesk: { nonsense: 'x' } } }),
    ]);
  });

  test('accepts the existing flags and no others', () => {
    compiled(({ ours }) => [
      search(ours, { flags: ['impersonated', 'vendor_staff'] }),
      // @ts-expect-error: there is no such flag.
      search(ours, { flags: ['nonsense'] }),
      // @ts-expect-error: there is no such flag.
      events(ours, { flags: ['nonsense'] }),
      // @ts-expect-error: there is no such flag.
      summarize(ours, { flags: ['nonsense'] }),
      // @ts-expect-error: there is no such flag.
      follow(ours, { flags: ['nonsense'] }),
    ]);
  });

  test('still accepts no unknown property', () => {
    compiled(({ ours }) => [
      search(ours, { since: '7d', logs: ['ashby.audit_log'] }),
      // @ts-expect-error: no query has it.
      search(ours, { nonsense: 1 }),
    ]);
  });

  test('reads and counts one log with its native filters', () => {
    const [log, window] = ['audit_logs', { from: 0, to: 1 }];
    compiled(({ zendesks: [zendeskConnection] }) => {
      if (zendeskConnection === undefined) return [];
      return [
        read(zendeskConnection, { log, window, filters: { action: 'login' } }),
        // @ts-expect-error: Zendesk has no such filter.
        read(zendeskConnection, { log, window, filters: { nonsense: 'x' } }),
        // @ts-expect-error: Zendesk has no such filter.
        count(zendeskConnection, { log, window, filters: { nonsense: 'x' } }),
      ];
    });
  });
});

describe('A question to providers that the compiler does not know', () => {
  test('accepts any query, which is checked at run time', () => {
    compiled(({ any, ours }) => {
      const input: QueryInput = { filters: { acme: { nonsense: 1 } }, flags: ['nonsense'] };
      return [search(any, input), search([...any, ...ours], input), events(any, input), follow(any, { flags: ['x'] })];
    });
  });
});

describe('An answer', () => {
  test('contains a query that can be sent again', () => {
    compiled(async ({ any, ours, zendesks }) => [
      await search(ours, (await search(ours)).query),
      await search(zendesks, (await search(zendesks)).query),
      await search(any, (await search(any)).query),
      await search(zendesks, events(zendesks).query),
      await summarize(ours, (await summarize(ours)).query),
      await summarize(any, (await summarize(any)).query),
      await trace(ours, (await trace(ours, { actor: 'a' })).query),
    ]);
  });

  test('of known providers is assignable to the general type', () => {
    expectTypeOf<SearchResult<Gong | Zendesk>>().toExtend<SearchResult>();
  });
});
