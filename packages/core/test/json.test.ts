import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasMoreValuesThan } from '../src/json-text.ts';
import { number, parseJson, present, text } from '../src/json.ts';

describe('Reading JSON', () => {
  test.each([
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['{"id": -12345678901234567890 }', { id: '-12345678901234567890' }],
    ['[99999999999999999999,1]', ['99999999999999999999', 1]],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"text":"id: 12345678901234567890"}', { text: 'id: 12345678901234567890' }],
    [
      '{"text":"a \\"quoted\\" 12345678901234567890","id":12345678901234567890}',
      { text: 'a "quoted" 12345678901234567890', id: '12345678901234567890' },
    ],
    ['{"pi":3.14159265358979323846,"e":1.2345678901234567e20}', { pi: Math.PI, e: 1.2345678901234567e20 }],
  ])('keeps every digit of %s', (source, expected) => {
    expect(parseJson(source)).toEqual(expected);
  });

  test('returns undefined for invalid JSON', () => {
    for (const source of ['', '<html>', '{"a":', 'undefined']) expect(parseJson(source)).toBeUndefined();
  });

  test('parses all other JSON like JSON.parse', () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        fc.pre(!/\d{16}/.test(source));
        expect(parseJson(source)).toEqual(JSON.parse(source));
      }),
    );
  });

  test.each([
    '{12345678901234567890:1}',
    '{12345678901234567890 : 1}',
    '[01234567890123456789]',
    '[+12345678901234567890]',
    '[12345678901234567890"a"]',
    '[12345678901234567890.]',
    '["a]12345678901234567890',
  ])('does not accept %s as JSON', (source) => {
    expect(parseJson(source)).toBeUndefined();
  });

  test.each(['a', 'a\\"', '\\\\', '\\n'])('reads a text of megabytes, full of %j, beside a long id', (piece) => {
    const long = piece.repeat(12_000_000 / piece.length);
    expect(parseJson(`{"id":12345678901234567890,"text":"${long}"}`)).toEqual({
      id: '12345678901234567890',
      text: JSON.parse(`"${long}"`) as string,
    });
  });

  test('accepts exactly what JSON.parse accepts, whatever the mutation', () => {
    const wordsOf = (source: string): string[] => source.split(/([{}[\],:])/);
    const json = fc.json().map((source) => source.replaceAll(/\d/g, '12345678901234567'));
    fc.assert(
      fc.property(json, fc.nat(), fc.nat(), fc.boolean(), (source, from, to, twice) => {
        const words = wordsOf(source);
        const [word = ''] = words.splice(from % words.length, twice ? 0 : 1);
        words.splice(to % (words.length + 1), 0, word);
        const changed = words.join('');
        expect(parseJson(changed) === undefined, changed).toBe(!isJson(changed));
      }),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (source) => void parseJson(source)));
  });
});

describe('Reading fields', () => {
  test.each([
    ['words', 'words'],
    [42, '42'],
    [0, '0'],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
    [true, undefined],
    [{}, undefined],
  ])('reads %o as the text %o', (value, expected) => {
    expect(text(value)).toBe(expected);
  });

  test('writes every number as the language does', () => {
    const values = fc.oneof(fc.maxSafeInteger(), fc.double(), fc.integer(), fc.constantFrom(-0, 1e7, 1e7 - 1, 1e21));
    fc.assert(fc.property(values, (value) => text(value) === String(value)));
  });

  test.each([
    [7, 7],
    ['7.5', 7.5],
    ['', undefined],
    ['seven', undefined],
    [Number.NaN, undefined],
  ])('reads %o as the number %o', (value, expected) => {
    expect(number(value)).toBe(expected);
  });

  test('leaves out what is absent', () => {
    expect(present({ a: 1, b: undefined, c: null })).toEqual({ a: 1, c: null });
  });
});

function isJson(source: string): boolean {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}

describe('Counting the values of a JSON text', () => {
  test.each([
    ['[]', 1],
    ['[1,2,3]', 3],
    ['{"a":{"b":[1]}}', 3],
    ['["a,b,c,[,{"]', 1],
    ['["\\",,,[[["]', 1],
  ])('counts those of %s outside of strings', (source, most) => {
    expect(hasMoreValuesThan(most, source)).toBe(false);
    expect(hasMoreValuesThan(most - 1, source)).toBe(true);
  });
});
