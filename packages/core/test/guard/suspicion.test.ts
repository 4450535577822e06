import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretsIn } from '../../src/guard/scan.ts';
import { isSuspicious } from '../../src/guard/suspicion.ts';
import { KINDS } from './corpus/kinds.ts';
import { fill, seeded } from './corpus/random.ts';

/** `RUNS=20000` looks harder. */
const RUNS = Number(process.env['RUNS'] ?? 4000);

const piece = fc.oneof(
  fc.constantFrom(
    'Bearer ',
    'bearer\t',
    'BEARER+',
    'Basic ',
    '-----B',
    '-----BEGIN RSA PRIVATE KEY-----',
    'eyJ',
    'sk_live_',
  ),
  fc.constantFrom(
    ' changed from ',
    '\tchanged from ',
    'password',
    '"token"',
    "'key' :",
    'name="a"\r\n\r\n',
    '<secret>',
    'sid=',
  ),
  fc.constantFrom(
    'password is ',
    'Passwort lautet ',
    'passcode was ',
    'PASSPHRASE is now ',
    'PASScode is ',
    'Kennwort ist ',
    'Q7x!',
    'verification code is ',
    'OTP: ',
    '493021',
    ' is your sign-in code',
    '--token ',
    'mysql -u root -p',
    'curl -u bob:',
    '"X-Api-Key","',
    'eyJwYXNzd29yZCI6Imh1bnRlcjIifQ==',
    '8Q~',
    ':AA',
    '.atlasv1.',
    '_mmk',
    'MTA4.',
    '00D',
    '!',
    '|',
    's.',
  ),
  fc.constantFrom(
    'AKIA',
    'AIza',
    'ya29.',
    '1//0',
    'SG.',
    'hooks.slack.com/services/',
    'xoxb-',
    '://u:p@h',
    '%3D',
    '\\u003d',
  ),
  fc.constantFrom(
    '123e4567-e89b-12d3-a456-426614174000',
    '2026-06-01T00:17:20.255Z',
    ': ',
    ':\u00a0',
    '\u200B',
    '\uFF1D',
    '&quot;',
    '"',
    "'",
    ' ',
    '[redacted:token]',
  ),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF-'.split('')), minLength: 10, maxLength: 50 }),
  fc.string({ unit: fc.constantFrom(...'abcJBghijKLMNOPQ0123456789+/_-.'.split('')), maxLength: 50 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

describe('isSuspicious', () => {
  it('skips no text in which the search would find a secret', () => {
    const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (said) => isSuspicious(said) || secretsIn(said).length === 0),
      { numRuns: RUNS },
    );
  });

  it('skips none of the kinds of secrets that are masked', () => {
    const random = seeded(6);
    const texts = KINDS.map(({ template, write }) => {
      const secret = fill(template, random);
      return write?.(secret) ?? secret;
    });
    expect(texts.filter((text) => !isSuspicious(text) && secretsIn(text).length > 0)).toEqual([]);
  });

  it.each([
    'Jay Joint',
    'bob.basis@example.com',
    '2026-06-01T00:17:20.255Z',
    '123E4567-e89b-12d3-a456-426614174000',
    'cause 123e4567-e89b-12d3-a456-426614174000, twice 123e4567-e89b-12d3-a456-426614174000',
    'https://app.example.com/company/calls',
    'JobApplicationStatusChanged',
    '76868946885907119177',
    '',
  ])('skips %j', (text) => {
    expect(isSuspicious(text)).toBe(false);
  });

  it.each([
    'a=b',
    'token: x',
    '"token":1234',
    'Bearer x1.y2-z3',
    '100%',
    'a\\b',
    'Password changed from a to b',
    'PASScode is Q7x!z',
    'f'.repeat(32),
    'AKIA0123456789ABCDEF',
  ])('does not skip %j', (text) => {
    expect(isSuspicious(text)).toBe(true);
  });
});
