import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { call } from '../../src/exchange/call.ts';
import { createConceal } from '../../src/exchange/conceal.ts';
import { connect } from '../../src/exchange/connection.ts';
import type { AuditError } from '../../src/errors.ts';
import type { Provider } from '../../src/provider.ts';
import { fail } from '../../src/providers/answers.ts';
import { fakeHost, json } from '../fake-host.ts';
import { ASK, toy } from '../toy.ts';

const SECRETS = [
  'GKUJ2OOIEO4ZQVFTUJ5WVHAIQPTQKLHN',
  'p/ss+w=rd "quoted" \\ and % more',
  'schlüssel-mit-ümlaut',
  'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6',
];

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in base64': base64,
  'in Basic, behind a user': (secret) => `Basic ${base64(`user@example.com/token:${secret}`)}`,
  'in Basic, as the user': (secret) => `Basic ${base64(`${secret}:`)}`,
  'in base64 that is safe in a URL': (secret) => Buffer.from(`xy${secret}z`).toString('base64url'),
  'in base64 inside a URL': (secret) => encodeURIComponent(base64(`x${secret}`)),
  'in a URL': (secret) => encodeURIComponent(secret),
  'in a URL, in small letters': (secret) => encodeURIComponent(secret).replaceAll(/%../g, (one) => one.toLowerCase()),
  'in a form': (secret) => new URLSearchParams({ secret }).toString(),
  'in JSON': (secret) => JSON.stringify({ secret }),
  'in JSON in JSON': (secret) => JSON.stringify(JSON.stringify({ secret })),
};

/** Stretches of the secret, in any form, that a reader could put together again. */
function leftOf(form: string, shown: string): string[] {
  const pieces = Array.from({ length: Math.max(1, form.length - 8) }, (_, start) => form.slice(start, start + 9));
  return pieces.filter((piece) => shown.includes(piece));
}

describe('A secret of the connection', () => {
  test.each(Object.entries(FORMS))('is removed from a text %s', (_, form) => {
    for (const secret of SECRETS) {
      const shown = createConceal(() => [secret])(`The request had ${form(secret)} in it`);
      expect(shown).toMatch(/^The request had .*\[redacted:credential\].* in it$/);
      expect(leftOf(secret, shown)).toEqual([]);
      expect(Buffer.from(shown.replaceAll(/[^\w+/=-]/g, ''), 'base64').toString()).not.toContain(secret);
    }
  });

  test('is removed in pieces of at least eight characters, shorter ones stay', () => {
    const conceal = createConceal(() => ['GKUJ2OOIEO4ZQVFTUJ5WVHAIQPTQKLHN']);
    expect(conceal('ends with QPTQKLHN')).toBe('ends with [redacted:credential]');
    expect(conceal('ends with TQKLHN')).toBe('ends with TQKLHN');
  });

  test('leaves other words unchanged, even if it is a word itself', () => {
    const text = 'The key was refused: ask your administrator.';
    expect(createConceal(() => ['key', '', 'abc'])(text)).toBe(text);
    expect(createConceal(() => SECRETS)(text)).toBe(text);
  });

  test('may change during the connection', () => {
    const secrets = ['first-secret-of-all'];
    const conceal = createConceal(() => secrets);
    expect(conceal('first-secret-of-all second-secret')).toBe('[redacted:credential] second-secret');
    secrets.push('second-secret');
    expect(conceal('first-secret-of-all second-secret')).toBe('[redacted:credential] [redacted:credential]');
  });
});

/** A toy that quotes the body of its vendor, and takes its request id out of a header. */
function quoting(): Provider {
  const provider = toy();
  return {
    ...provider,
    answer: (response, ask) =>
      response.status === 200
        ? provider.answer(response, ask)
        : fail(
            { label: 'Toy', response, vendorSaid: response.body, requestId: response.headers['x-id'] },
            'forbidden',
            'Ask an administrator.',
          ),
  };
}

async function failure(promise: Promise<unknown>): Promise<AuditError> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (thrown: AuditError) => thrown,
  );
}

describe('An error', () => {
  const key = 'key-0123456789abcdef';
  const credential = { kind: 'key', values: { key } };
  const failing = (body: string, headers = {}): Promise<AuditError> => {
    const host = fakeHost(() => ({ status: 403, headers, body }));
    return failure(call(connect(quoting(), { credential }, host.ports), ASK));
  };

  test.each(Object.entries(FORMS))('of the API repeats no credential, given %s', async (_, form) => {
    const error = await failing(`${'x '.repeat(60)}${form(key)}`, { 'x-id': form(key) });
    expect(inspect(error, { depth: 9 })).not.toMatch(/0123456789|abcdef/);
    expect(inspect(error, { depth: 9 })).not.toContain(base64(key).slice(4, 16));
    expect(error.fault).not.toHaveProperty('requestId');
  });

  test('quotes the vendor separately, on one redacted line of up to 200 characters', async () => {
    const error = await failing(
      `Nothing\u200B to\nsee: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl ${'x'.repeat(500)}`,
    );
    expect(error.fault.vendorSaid).toMatch(/^Nothing to see: \[redacted:jwt\] x+…$/);
    expect(error.fault.vendorSaid).toHaveLength(200);
    expect(error.message).toBe('Toy answered 403');
    expect(error.hint).toBe('Ask an administrator.');
  });

  test.each(['', 'has a blank', 'x'.repeat(129), '<script>', 'a\u0000b'])(
    'has no request id if something else is in its place: %j',
    async (id) => {
      expect((await failing('no', { 'x-id': id })).fault).not.toHaveProperty('requestId');
    },
  );

  test('has the request id of the vendor', async () => {
    expect((await failing('no', { 'x-id': '4f1c2d3e-0001:4a5b.x_y' })).fault.requestId).toBe('4f1c2d3e-0001:4a5b.x_y');
  });

  test.each(Object.entries(FORMS))('of the token endpoint repeats no secret, given %s', async (_, form) => {
    const host = fakeHost(() =>
      json(400, { error: form('refresh-0123456789'), error_description: form('refresh-0123456789') }),
    );
    const options = { credential: { kind: 'oauth', values: { refresh: 'refresh-0123456789' } } };
    const error = await failure(call(connect(toy(), options, host.ports), ASK));
    expect(error.code).toBe('unauthorized');
    expect(inspect(error, { depth: 9 })).not.toMatch(/0123456789|456789/);
    expect(inspect(error, { depth: 9 })).not.toContain(base64('refresh-0123456789').slice(4, 16));
  });

  test('repeats no token that came for the credential either', async () => {
    const host = fakeHost(({ url }) =>
      url.endsWith('/token')
        ? json(200, { access_token: 'issued-0123456789', refresh_token: 'next-9876543210' })
        : { status: 403, headers: {}, body: 'no: issued-0123456789 next-9876543210' },
    );
    const options = { credential: { kind: 'oauth', values: { refresh: 'refresh-0' } } };
    const error = await failure(call(connect(quoting(), options, host.ports), ASK));
    expect(error.fault.vendorSaid).toBe('no: [redacted:credential] [redacted:credential]');
  });

  test('of a host that authorizes by itself repeats nothing that the host declares secret', async () => {
    const host = fakeHost(() => ({ status: 403, headers: {}, body: 'no: of-the-host-0123456789' }));
    const connection = connect(quoting(), { secrets: () => ['of-the-host-0123456789'] }, host.ports);
    expect((await failure(call(connection, ASK))).fault.vendorSaid).toBe('no: [redacted:credential]');
  });

  test('of an unanswered request has a cause without the credential', async () => {
    const host = fakeHost(() => {
      throw Object.assign(new Error(`Parse error near ${key}`), { data: key });
    });
    const error = await failure(call(connect(toy(), { credential }, host.ports), { ...ASK, operation: 'export' }));
    expect(inspect(error, { depth: 9 })).toContain('Parse error');
    expect(inspect(error, { depth: 9 })).not.toContain('0123456789');
  });
});
