import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

  test('gives nothing for what is not JSON', () => {
    for (const source of ['', '<html>', '{"a":', 'undefined']) expect(parseJson(source)).toBeUndefined();
  });

  test('reads all other JSON as everybody does', () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        fc.pre(!/\d{16}/.test(source));
        expect(parseJson(source)).toEqual(JSON.parse(source));
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
