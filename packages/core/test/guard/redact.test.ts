import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/guard/redact.ts';
import { plain } from '../../src/guard/text.ts';
import { confusing, planted, split } from './planted.ts';

describe('redact by name', () => {
  it.each([
    ['token', 'token'],
    ['access_token', 'token'],
    ['refreshToken', 'token'],
    ['cross-cell-login-token', 'token'],
    ['accesstoken', 'token'],
    ['OAuthToken', 'token'],
    ['oauth2Token1', 'token'],
    ['user[token]', 'token'],
    ['_csrf', 'csrf'],
    ['X-CSRF-Token', 'csrf'],
    ['xsrfToken', 'csrf'],
    ['authenticity_token', 'csrf'],
    ['__RequestVerificationToken', 'csrf'],
    ['password', 'password'],
    ['newPassword2', 'password'],
    ['passwd', 'password'],
    ['db.pwd', 'password'],
    ['PASSWORD', 'password'],
    ['client_secret', 'secret'],
    ['clientSecret', 'secret'],
    ['Shared Secret', 'secret'],
    ['Authorization', 'authorization'],
    ['proxy-authorization', 'authorization'],
    ['X-Api-Key', 'api-key'],
    ['apiKey', 'api-key'],
    ['APIKey', 'api-key'],
    ['apikey', 'api-key'],
    ['aws_secret_access_key', 'api-key'],
    ['private_key', 'api-key'],
    ['Set-Cookie', 'cookie'],
    ['sessionId', 'session'],
    ['JSESSIONID', 'session'],
    ['PHPSESSID', 'session'],
    ['X-Amz-Signature', 'signature'],
    ['otp', 'otp'],
    ['mfaCode', 'otp'],
    ['recovery_codes', 'otp'],
    ['X-Amz-Credential', 'credential'],
    ['SAMLResponse', 'token'],
    ['code_verifier', 'token'],
  ])('masks the value of %s', (name, kind) => {
    expect(redact({ [name]: 'hunter2', next: 'x' })).toEqual({ [name]: `[redacted:${kind}]`, next: 'x' });
  });

  it.each([
    'keyword',
    'monkey',
    'tokenized_name',
    'primaryKeyColumns',
    'key',
    'public_key',
    'keyId',
    'code',
    'status_code',
    'errorCode',
    'country code',
    'secretary',
    'passenger',
    'bypass',
    'compass',
    'author',
    'authority',
    'authenticated',
    'auth_method',
    'obsession',
    'sessions',
    'designation',
    'token_type',
    'tokenExpiresAt',
    'password_changed_at',
    'passwordPolicy',
    'has_password',
    'sessionTimeout',
    'session_count',
    'api_key_id',
    'apiKeyName',
    'cookie_consent',
    'signature_algorithm',
    'spin',
    'shipping',
    'optional',
    'credentialType',
  ])('keeps the value of %s', (name) => {
    const value = { [name]: 'hunter2' };
    expect(redact(value)).toBe(value);
  });

  it('masks numbers, lists and objects, and keeps empty values', () => {
    expect(
      redact({
        otp: 123456,
        secret: true,
        tokens: ['a', '', null, 1, 1234],
        credentials: { user: 'bo', password: 'x' },
      }),
    ).toEqual({
      otp: '[redacted:otp]',
      secret: true,
      tokens: ['[redacted:token]', '', null, 1, '[redacted:token]'],
      credentials: '[redacted:credential]',
    });
    const empty = { token: null, password: '', secret: ' ', tokens: [], credentials: {} };
    expect(redact(empty)).toBe(empty);
  });

  it('keeps a member called __proto__ as data', () => {
    const value: unknown = JSON.parse('{"__proto__":{"token":"hunter2"},"a":1}');
    expect(JSON.stringify(redact(value))).toBe('{"__proto__":{"token":"[redacted:token]"},"a":1}');
  });
});

describe('redact in lists of names and values', () => {
  it.each([
    [
      { key: '_csrf', values: ['a', 'b'] },
      { key: '_csrf', values: ['[redacted:csrf]', '[redacted:csrf]'] },
    ],
    [
      { key: 'code', values: ['hunter2'] },
      { key: 'code', values: ['[redacted:code]'] },
    ],
    [
      { name: 'password', value: 'hunter2', type: 'text' },
      { name: 'password', value: '[redacted:password]', type: 'text' },
    ],
    [
      { columnName: 'api_token', operation: 'replace', oldValue: 1234, newValue: null },
      { columnName: 'api_token', operation: 'replace', oldValue: '[redacted:token]', newValue: null },
    ],
    [
      { field: 'Shared secret', from: 'a', to: 'b' },
      { field: 'Shared secret', from: '[redacted:secret]', to: '[redacted:secret]' },
    ],
    [
      { field: 'New API token', previous_value: 'a', value: ['b'] },
      { field: 'New API token', previous_value: '[redacted:token]', value: ['[redacted:token]'] },
    ],
    [
      { op: 'replace', path: '/users/7/password', value: { plain: 'x' } },
      { op: 'replace', path: '/users/7/password', value: '[redacted:password]' },
    ],
  ])('keeps the name and masks the value of %j', (pair, expected) => {
    expect(redact([pair])).toEqual([expected]);
  });

  it.each([
    { key: 'user-title', values: ['Account Executive'] },
    { columnName: 'id', columnValue: '4100000000000000001' },
    { name: 'status code', value: '404' },
    { field: 'code', from: 'AB-1', to: 'AB-2' },
    { field: 'token_type', from: 'a', to: 'b' },
    { name: 'Session with Bob', from: '10:00', to: '11:00' },
    { name: 'API token', type: 'credential', id: '7' },
  ])('leaves %j', (pair) => {
    expect(redact(pair)).toBe(pair);
  });
});

const jwt = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MTAwIiwibmFtZSI6IkRhbmEifQ.4pQ2f-kZr_8sYw0vTn1bXc';
const pem = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEowIBAAKCAQEA', '-----END RSA PRIVATE KEY-----'].join('\n');

// In pieces where a scanner of repositories would take an example for a real one.
describe('redact by shape', () => {
  it.each([
    [jwt, '[redacted:jwt]'],
    [`login with ${jwt}, again`, 'login with [redacted:jwt], again'],
    ['Bearer abc123', 'Bearer [redacted:bearer]'],
    ['bearer abcdefghijklmnopqrst', 'bearer [redacted:bearer]'],
    ['Basic dXNlcjpwYXNz', 'Basic [redacted:basic]'],
    [`key: ${pem} end`, 'key: [redacted:private-key] end'],
    [pem.slice(0, 45), '[redacted:private-key]'],
    [['sk', 'live', 'abcdefgh12345678'].join('_'), '[redacted:api-key]'],
    [['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_'), '[redacted:api-key]'],
    [['xoxb', '123456789012', 'abcdefghijkl'].join('-'), '[redacted:api-key]'],
    ['uses AKIAIOSFODNN7EXAMPLE now', 'uses [redacted:api-key] now'],
    ['uses ACCA0123456789ABCDEF now', 'uses [redacted:api-key] now'],
    [['AI', 'zaSyA1234567890abcdefghijklmnopqrstuv'].join(''), '[redacted:api-key]'],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '[redacted:base64]'],
    ['d41d8cd98f00b204e9800998ecf8427e', '[redacted:hex]'],
    ['/files/D41D8CD98F00B204E9800998ECF8427E/x', '/files/[redacted:hex]/x'],
    ['/verify/Zk3v9QpX1aBc7dEfGh2JkLm4NpQr5StUv6WxYz8A/now', '/verify/[redacted:base64]/now'],
    ['https://bob:hunter2@example.com/x', 'https://bob:[redacted:password]@example.com/x'],
    ['postgres://bob:p@ss:w0rd@db/x', 'postgres://bob:[redacted:password]@db/x'],
  ])('changes %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    '550e8400-e29b-41d4-a716-446655440000',
    'https://example.com/calls/550E8400-E29B-41D4-A716-446655440000/share',
    '41000000000000000001',
    '/calls/4100000000000000001/5200000000000000002/6300000000000000003',
    '3illustrativetrace01',
    '/a/3illustrativetrace01/8k2j3h4g5f6d7s8a9q0w/3illustrativetrace01',
    '01JSJ8FEK5ZN4XQBZP7DBKK7ZC',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'gong-mi8x2k4p-Zk3v9QpX1aBc7dEf',
    'Bearer authentication failed',
    'Basic information and Basic Information',
    '/company/team-members/settings/permissions/save/and/close',
    'UserActivityLogExternallySharedCallAccessPlayEvent',
    'permissions_permission_group_membership_v2_2026_01_31',
    'How-To-Use-Of-AI-In-Our-Team-And-At-Our-Desk',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    '2026-01-31T08:05:14.638Z',
    'dana.with.a.very.long.name@subdomain.example.com',
    'https://example.com:8080/a@b?c=d',
    'a.eyJ.b',
  ])('leaves %j', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('redact inside texts', () => {
  it.each([
    ['https://a.test/c?token=xyz&x=1', 'https://a.test/c?token=[redacted:query:token]&x=1'],
    ['/c?x=1&code=xyz&state=2', '/c?x=1&code=[redacted:query:code]&state=2'],
    ['code=xyz&grant_type=authorization_code', 'code=[redacted:query:code]&grant_type=authorization_code'],
    ['#access_token=xyz&expires_in=3600', '#access_token=[redacted:query:token]&expires_in=3600'],
    ['_csrf=xyz&title=AE', '_csrf=[redacted:query:csrf]&title=AE'],
    ['user%5Bpassword%5D=a%26b&x=1', 'user%5Bpassword%5D=[redacted:query:password]&x=1'],
    ['r=https%3A%2F%2Fb%3Ftoken%3Dxyz%26y%3D2&z=1', 'r=https%3A%2F%2Fb%3Ftoken%3D[redacted:query:token]%26y%3D2&z=1'],
    ['r=%253Ftoken%253Dxyz%2526y', 'r=%253Ftoken%253D[redacted:query:token]%2526y'],
    ['h=Bearer%20abc123&x', 'h=Bearer%20[redacted:bearer]&x'],
    ['p=%7B%22password%22%3A%22hunter2%22%7D', 'p=%7B%22password%22%3A%22[redacted:password]%22%7D'],
    ['u=https%3A%2F%2Fbo%3Apw%40host', 'u=https%3A%2F%2Fbo%3A[redacted:password]%40host'],
    ['api_key = "a b" # live', 'api_key = "[redacted:query:api-key]" # live'],
    ['{"password":"hunter2","a":1}', '{"password":"[redacted:password]","a":1}'],
    ['{"a":"{\\"otp\\":123456}"}', '{"a":"{\\"otp\\":\\"[redacted:otp]\\"}"}'],
    ['[{"key":"_csrf","values":["x"]}]', '[{"key":"_csrf","values":["[redacted:csrf]"]}]'],
    ['{"id":41000000000000000001,"token":"x"}', '{"id":"41000000000000000001","token":"[redacted:token]"}'],
    ['{"token":"xyz","token":null}', '{"token":null}'],
    ['{"token":"xyz","cut": "o', '{"token":"[redacted:token]","cut": "o'],
    ['{"tokens":["xyz","abc"],"cut": "o', '{"tokens":[redacted:token],"cut": "o'],
    ['{"body":"{\\"password\\":\\"hun', '{"body":"{\\"password\\":\\"[redacted:password]'],
    ['x={"key":"_csrf","values":["a","b"]}', 'x={"key":"_csrf","values":[redacted:csrf]}'],
    [
      '{"columnName":"pwd","oldValue":"a","newValue":"b","cut',
      '{"columnName":"pwd","oldValue":"[redacted:password]","newValue":"[redacted:password]","cut',
    ],
    ["{'token': 'xyz'}", "{'token': '[redacted:token]'}"],
    ['<password>hunter2</password>', '<password>[redacted:password]</password>'],
    [
      'form-data; name="password"\r\n\r\nhunter2\r\n--x',
      'form-data; name="password"\r\n\r\n[redacted:password]\r\n--x',
    ],
    ['Host: a\r\nCookie: a=b; c=d\r\nX: y', 'Host: a\r\nCookie: [redacted:cookie]\r\nX: y'],
    ['Authorization: Digest a, b', 'Authorization: [redacted:authorization]'],
    ['password: hunter2', 'password: [redacted:password]'],
    ['Shared secret changed from a to b\nx', 'Shared secret changed from [redacted:secret]\nx'],
  ])('changes %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'API token: a new description',
    'description changed from not set to a new description',
    'Session timeout changed from 8 to 24',
    'status code=404',
    '{"code":"AB-1","key":"x"}',
    ' {"a" : 1}\n',
    '/c?token=&x=1',
    '/c?tokenized=1&keyword=2&error_code=3',
    'token == undefined',
    'token:read session:write',
    'reset the token for Bob": done',
    '50% of tokens',
    '100%25',
    'C:\\new\\table',
    '{not json',
    '"',
  ])('leaves %j', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('redacts object keys as well, and keeps two that become identical', () => {
    expect(redact({ '/c?token=a': 1, '/c?token=b': 2 })).toEqual({
      '/c?token=[redacted:query:token]': 1,
      '/c?token=[redacted:query:token]#2': 2,
    });
  });
});

describe('redact as a whole', () => {
  it('returns a value without secrets as the same reference', () => {
    const value = { clean: { list: [1, 'a', null, { b: true }] }, dirty: { token: 'x' } };
    const redacted = redact(value);
    expect(redacted.clean).toBe(value.clean);
    expect(redacted).toEqual({ ...value, dirty: { token: '[redacted:token]' } });
    expect(redact(value.clean)).toBe(value.clean);
  });

  it('stops at a depth that no real entry reaches', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 'hunter2' : { a: nest(depth - 1) });
    const deep = nest(5000);
    expect(JSON.stringify(redact(deep))).toContain('[redacted:too-deep]');
    const list = (depth: number): unknown => (depth === 0 ? 'hunter2' : [list(depth - 1)]);
    expect(redact({ tokens: list(5000) })).toEqual({ tokens: ['[redacted:token]'] });
    const shallow = nest(60);
    expect(redact(shallow)).toBe(shallow);
    expect(redact(`${'['.repeat(5000)}"hunter2"${']'.repeat(5000)}`)).not.toContain('hunter2');
  });

  it('leaves no planted secret, wherever it is and however it is wrapped', () => {
    fc.assert(
      fc.property(planted, ({ value, secret }) => {
        expect(JSON.stringify(redact(value))).not.toContain(secret);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a secret split by invisible characters, which would otherwise reappear when they are removed', () => {
    fc.assert(
      fc.property(planted, fc.infiniteStream(fc.nat()), ({ secret, value }, places) => {
        const shown = plain(JSON.stringify(redact(split(value, secret, places))));
        expect(shown).not.toContain(secret);
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          planted.map(({ value }) => value),
          fc.jsonValue(),
          confusing,
        ),
        (value) => {
          const once = redact(value);
          expect(redact(once)).toBe(once);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('keeps any other JSON', () => {
    const harmless = fc.jsonValue({ stringUnit: fc.constantFrom('a', 'B', '7', ' ', 'é', '.', ',', '/') });
    fc.assert(
      fc.property(harmless, (value) => {
        expect(redact(value)).toBe(value);
      }),
    );
  });

  it.each([
    'a',
    '=',
    'a=',
    'token=',
    '"token":',
    '"token":[',
    '"',
    '\\"',
    '\\',
    '%3D',
    '%25',
    'eyJ',
    'eyJ-',
    'eyJaaaaaaaaa.',
    'Bearer ',
    'Bearer+',
    '://a:',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    'name="a"\n',
    '<a>',
    '[',
    '{"a":',
    '["',
    'aB3/',
    'AKIA',
    'SG.',
    '[redacted:',
    '\ntoken: ',
    ' changed from ',
    '\u{1F600}',
  ])('reads a megabyte of %j', (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    expect(typeof redact(text)).toBe('string');
    expect(typeof redact(`{"a":1234567890123456,"${text}`)).toBe('string');
  });
});
