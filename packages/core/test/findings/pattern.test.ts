import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pattern } from '../../src/findings/pattern.ts';

function refuse(message: string): Error {
  return new Error(message);
}

const matches = (source: string, text: string): boolean => pattern(source, '', refuse as never)(text);

test.each([
  'a',
  'a|bc',
  '^ab?c*$',
  '(?i)role(s)?: .* -> .*\\b(admin|owner)',
  'a{2}b{1,3}c{2,}',
  '[a-c]+[^x-z]',
  '[\\d_-]+\\.\\w',
  '\\ba\\B',
  '(a|b)*abb$',
  'x*',
  '(a?){3}b',
  '(?m)^b$',
  '(?s)a.b',
  'a.b',
  '\\x61\\u0062\\s',
  '(?:ab)+?c',
  '(?<name>a)b',
  '[]a]b',
  '[^]a]b',
  '[\\x61-c]b',
])('%s matches what the engine of the language matches', (source) => {
  const [, letters = '', rest = source] = /^\(\?([ims]+)\)(.*)$/.exec(source) ?? [];
  const native = new RegExp(rest.replace(/^\[(\^?)\]/, '[$1\\]'), letters);
  const text = fc.string({ unit: fc.constantFrom(...'aAbBcx0_- \n.:>role-admin()'.split('')), maxLength: 12 });
  fc.assert(
    fc.property(text, (given) => {
      expect(matches(source, given), JSON.stringify(given)).toBe(native.test(given));
    }),
  );
});

test.each([
  ['(a)\\1', 'backreference'],
  ['a(?=b)', 'lookahead'],
  ['(?<!a)b', 'lookbehind'],
  ['a++', 'possessive'],
  ['(?x)a b', 'flag x'],
  ['\\p{L}', '\\p'],
  ['(a', ') is missing'],
  ['a)', 'unexpected )'],
  ['[a', '] is missing'],
  ['*a', 'repeats nothing'],
  ['a{2000}', 'repeats too often'],
  ['((a{100}){100}){100}', 'too large'],
  ['((){1000}){1000}', 'too large'],
  ['a*{2}', 'repeats nothing'],
  ['[z-a]', 'not valid'],
  ['[\\01]', '\\0'],
])('%s is refused, because of its %s', (source, word) => {
  expect(() => matches(source, '')).toThrow(word);
});

test.each(['(a+)+$', '^(a|a)*$', '(a*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){20}$'])(
  '%s, which hangs other engines, answers on a long text',
  (source) => {
    expect(matches(source, `${'a'.repeat(50_000)}!`)).toBe(false);
  },
);
