import fc from 'fast-check';

const letters = fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split(''));
export const word = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: letters, minLength, maxLength });
// The letter in front keeps a planted value from being one that means nothing, or a part of what surrounds it.
const hunter = word(10, 30).map((rest) => `Q7${rest}`);
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 32, maxLength: 64 });

const shaped: fc.Arbitrary<[secret: string, text: string]> = fc.oneof(
  fc.tuple(word(20, 60), word(20, 60), word(30, 43)).map((parts) => twice(`eyJ${parts.join('.')}`)),
  hunter.map((secret): [string, string] => [secret, `Bearer ${secret}`]),
  word(36, 36).map((rest) => twice(['ghp', rest].join('_'))),
  word(24, 24).map((rest) => twice(['sk', 'live', rest].join('_'))),
  hex.map(twice),
  hunter.map((secret): [string, string] => [
    secret,
    `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
  ]),
);

function twice(text: string): [string, string] {
  return [text, text];
}

export const names = fc.constantFrom(
  'token',
  'access_token',
  '_csrf',
  'password',
  'newPassword',
  'client_secret',
  'X-Api-Key',
  'sessionId',
  'signature',
);

const named: fc.Arbitrary<[secret: string, text: string]> = fc
  .tuple(
    names,
    hunter,
    fc.constantFrom<((name: string, secret: string) => string)[]>(
      (name, secret) => `https://a.test/x?y=1&${name}=${secret}&z=2`,
      (name, secret) => `${name}=${secret}`,
      (name, secret) => JSON.stringify({ a: [1], [name]: secret, z: 'end' }),
      (name, secret) => JSON.stringify([{ key: name, values: ['', secret] }]),
      (name, secret) => JSON.stringify({ [name]: { deep: [secret] } }),
      (name, secret) => `{"${name}": "${secret}", "cut":`,
      (name, secret) => `<a><${name}>${secret}</${name}></a>`,
    ),
  )
  .map(([name, secret, write]) => [secret, write(name, secret)]);

const wraps = fc.constantFrom<((text: string) => string)[]>(
  (text) => `seen ${text} there`,
  (text) => JSON.stringify({ body: text, z: 1 }),
  (text) => JSON.stringify([text]),
  (text) => `r=${encodeURIComponent(text)}&z=1`,
  (text) => `https://a.test/?next=${encodeURIComponent(text)}#top`,
);

const places = fc.constantFrom<((value: unknown) => unknown)[]>(
  (value) => ({ a: 'b', inner: value }),
  (value) => [1, value, null],
  (value) => ({ key: 'harmless', values: [value] }),
  (value) => ({ columnName: 'title', oldValue: null, newValue: value }),
);

/** A secret somewhere in some JSON. */
export const planted = fc
  .tuple(fc.oneof(shaped, named), fc.array(wraps, { maxLength: 2 }), fc.array(places, { maxLength: 4 }))
  .map(([[secret, text], around, above]) => {
    const wrapped = around.reduce((inner, wrap) => wrap(inner), text);
    return { secret, value: above.reduce<unknown>((inner, place) => place(inner), wrapped) };
  });

/** Pieces that mean something to the scanner, in any order. */
export const confusing = fc
  .array(
    fc.oneof(
      word(1, 45),
      names,
      fc.constantFrom(
        '=',
        ':',
        ': ',
        '"',
        "'",
        '\\"',
        '\\',
        '&',
        '?',
        '%3D',
        '%22',
        '%25',
        '%',
        '{',
        '}',
        '[',
        ']',
        ',',
        '://',
        '@',
        ' ',
        '\n',
        'Bearer ',
        'Basic ',
        'eyJ',
        '.',
        '-----BEGIN PRIVATE KEY-----',
        '-----END',
        '[redacted:token]',
        '[redacted:',
        '<',
        '>',
        '/',
        'name="',
        ' changed from ',
        'null',
        '#',
        '\\u003d',
        '&quot;',
        '\u200B',
        '\uFF1D',
      ),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''));

const UNSEEN = [
  '\u200B',
  '\u00AD',
  '\u2060',
  '\uFEFF',
  '\u202E',
  '\u{E0041}',
  '\u{FE0F}',
  '\u0000',
  '\u3164',
  '\uD83D',
];

/** The same JSON with what nobody sees inside the secret, as comes in by copying from a chat or by malice. */
export function split(value: unknown, secret: string, gaps: Iterator<number>): unknown {
  if (typeof value === 'string') return value.replaceAll(secret, () => Array.from(secret, pad).join(''));
  if (Array.isArray(value)) return value.map((item) => split(item, secret, gaps));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, split(member, secret, gaps)]));

  function pad(character: string): string {
    const gap = Number(gaps.next().value) % 40;
    return character + (UNSEEN[gap] ?? '');
  }
}
