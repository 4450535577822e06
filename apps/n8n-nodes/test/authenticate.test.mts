import { providers, type Provider } from '@trailhound/core';
import { defineCredential, type AuthScheme } from '@trailhound/core/provider';
import { describe, expect, test } from 'vitest';
import { authenticateAs } from '../credentials/from-provider/authenticate.ts';

const { gong } = providers;
const { schema } = gong.credentials.access_token;

/** Gong with one way to authenticate, which is this. */
function gongWith(scheme: AuthScheme): Provider {
  return {
    ...gong,
    credentials: { way: defineCredential({ label: 'Way', help: 'A way', schema, scheme: () => scheme }) },
  };
}

const REQUEST = { url: 'https://api.gong.io/v2/logs', headers: { accept: 'application/json' } };

function authenticated(scheme: AuthScheme): Promise<object> {
  return authenticateAs(gongWith(scheme), 'way')({ accessToken: 'token', site: 'https://api.gong.io' }, REQUEST);
}

describe('A request authenticated by n8n', () => {
  test.each<[AuthScheme, object]>([
    [{ kind: 'basic', user: 'u', password: 'p' }, { auth: { username: 'u', password: 'p', sendImmediately: true } }],
    [{ kind: 'bearer', token: 't' }, { headers: { accept: 'application/json', authorization: 'Bearer t' } }],
    [
      { kind: 'header', name: 'Authorization', value: 'SSWS t' },
      { headers: { accept: 'application/json', authorization: 'SSWS t' } },
    ],
    [{ kind: 'header', name: 'X-Api-Key', value: 't' }, { headers: { accept: 'application/json', 'x-api-key': 't' } }],
  ])('carries a credential of every kind: %j', async (scheme, carried) => {
    expect(await authenticated(scheme)).toEqual({ ...REQUEST, ...carried });
  });

  test('is not sent without a credential when n8n has to renew it', async () => {
    const scheme = {
      kind: 'oauth',
      tokenUrl: 'https://api.gong.io/token',
      grant: 'client_credentials',
      clientId: 'c',
      clientSecret: 's',
      clientAuth: 'basic',
      body: 'form',
    } as const;
    await expect(authenticated(scheme)).rejects.toThrow(/OAuth2/);
  });
});
