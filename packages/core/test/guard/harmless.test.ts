import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { rememberHarmless } from '../../src/guard/harmless.ts';

const isEven = (text: string): boolean => text.length % 2 === 0;

test('A text that was found harmless is not tested again', () => {
  const tested = vi.fn(isEven);
  const isHarmless = rememberHarmless(tested);
  expect([isHarmless('ab'), isHarmless('ab'), isHarmless('abc'), isHarmless('abc')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(tested.mock.calls).toEqual([['ab'], ['abc'], ['abc']]);
});

test('The answers are those of the test, whatever was asked before', () => {
  const isHarmless = rememberHarmless(isEven);
  const texts = fc.oneof(
    fc.constantFrom('', 'a', 'ab', 'ba'),
    fc.string({ maxLength: 4 }),
    fc.string({ minLength: 120 }),
  );
  fc.assert(
    fc.property(texts, (text) => isHarmless(text) === isEven(text)),
    { numRuns: 5000 },
  );
});
