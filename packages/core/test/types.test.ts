import { describe, expectTypeOf, test } from 'vitest';
import type { CredentialInput } from '../src/exchange/credential.ts';
import type { Provider } from '../src/provider.ts';
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

  test('takes any of them for a provider', () => {
    expectTypeOf<typeof gong | typeof zendesk | typeof ashby>().toExtend<Provider>();
    expectTypeOf<CredentialInput['kind']>().toEqualTypeOf<string>();
  });
});
