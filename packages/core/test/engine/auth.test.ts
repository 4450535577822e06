import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call } from '../../src/exchange/call.ts';
import { connect } from '../../src/exchange/connection.ts';
import type { AuthScheme, Provider } from '../../src/provider.ts';
import { fakeHost, json, START } from '../fake-host.ts';
import { ASK, toy } from '../toy.ts';

/** The toy with one way to authenticate, which is this. */
function toyWith(scheme: AuthScheme): Provider {
  const { key } = toy().credentials;
  if (key === undefined) throw new Error('The toy has a key.');
  return { ...toy(), credentials: { key: { ...key, scheme: () => scheme } } };
}

const CREDENTIAL = { kind: 'key', values: { key: 'unused' } };

describe('A credential', () => {
  test.each<[string, AuthScheme, Record<string, string>]>([
    ['basic', { kind: 'basic', user: 'dana', password: 'pass' }, { authorization: 'Basic ZGFuYTpwYXNz' }],
    ['bearer', { kind: 'bearer', token: 'secret-token' }, { authorization: 'Bearer secret-token' }],
    ['a header of its own', { kind: 'header', name: 'X-Api-Key', value: 'secret-key' }, { 'x-api-key': 'secret-key' }],
    [
      'a scheme of its own',
      { kind: 'header', name: 'Authorization', value: 'SSWS secret-key' },
      { authorization: 'SSWS secret-key' },
    ],
  ])('travels as %s', async (_title, scheme, headers) => {
    const host = fakeHost(() => json(200, { entries: [] }));
    await call(connect(toyWith(scheme), { credential: CREDENTIAL }, host.ports), ASK);
    expect(host.requests[0]?.headers).toMatchObject(headers);
  });

  test('in a custom header is removed from what the vendor says', async () => {
    const scheme = { kind: 'header', name: 'Authorization', value: 'SSWS 00secretkey00' } as const;
    const host = fakeHost(() => json(403, { message: 'no right for 00secretkey00' }));
    const refused = await call(connect(toyWith(scheme), { credential: CREDENTIAL }, host.ports), ASK).catch(String);
    expect(JSON.stringify(refused)).not.toContain('00secretkey00');
  });

  test('can be a signature with a private key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const host = fakeHost(({ url }) =>
      url.endsWith('/token') ? json(200, { access_token: 'issued', expires_in: 600 }) : json(200, { entries: [] }),
    );
    await call(connect(toyWith(signed(privateKey)), { credential: CREDENTIAL }, host.ports), ASK);
    const [asked, listed] = host.requests;
    const fields = new URLSearchParams(asked?.body);
    expect(Object.fromEntries(fields)).toMatchObject({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    const [header = '', claims = '', signature = ''] = (fields.get('client_assertion') ?? '').split('.');
    expect(createVerify('RSA-SHA256').update(`${header}.${claims}`).verify(publicKey, signature, 'base64url')).toBe(
      true,
    );
    expect(decoded(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
    const seconds = Math.floor(START / 1000);
    expect(decoded(claims)).toMatchObject({
      iss: 'client',
      sub: 'client',
      aud: 'https://toy.example.com/token',
      exp: seconds + 300,
    });
    expect(listed?.headers['authorization']).toBe('Bearer issued');
  });

  test('that is not a private key is refused without repeating it', async () => {
    const host = fakeHost(() => json(200, {}));
    const refused = call(connect(toyWith(signed('no-key-at-all')), { credential: CREDENTIAL }, host.ports), ASK);
    await expect(refused).rejects.toMatchObject({ fault: { code: 'invalid_query', hint: /PEM/ } });
    await expect(refused).rejects.not.toThrow(/no-key-at-all/);
    expect(host.requests).toEqual([]);
  });
});

function signed(clientSecret: string): AuthScheme {
  return {
    kind: 'oauth',
    tokenUrl: 'https://toy.example.com/token',
    grant: 'client_credentials',
    clientId: 'client',
    clientSecret,
    clientAuth: 'private_key_jwt',
    keyId: 'key-1',
    body: 'form',
  };
}

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
