import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { remember } from '../src/remember.ts';

/** Megabytes in use once everything that nobody needs is gone. */
function inUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return getHeapStatistics().used_heap_size / 1_000_000;
}

test('What is asked again is not worked out again', () => {
  const answer = vi.fn((text: string) => `<${text}>`);
  const remembered = remember(answer, 2);
  expect(['a', 'b', 'a', 'c', 'a'].map(remembered)).toEqual(['<a>', '<b>', '<a>', '<c>', '<a>']);
  // The third text found no room, so the first two were forgotten.
  expect(answer.mock.calls.flat()).toEqual(['a', 'b', 'c', 'a']);
});

test.each(['\ud800', 'naïve \u{1F600}', '"\\\n', '__proto__'])('%j is remembered as it is', (text) => {
  const remembered = remember((one) => ({ one }));
  expect(remembered(text)).toEqual({ one: text });
  expect(remembered(text)).toBe(remembered(text));
});

test('A remembered text does not keep the text in memory that it was cut out of', () => {
  const remembered = remember((text) => ({ length: text.length }));
  const before = inUse();
  for (let entry = 0; entry < 1000; entry += 1) {
    const long = `${entry} is the number of a long text. `.repeat(3000);
    remembered(long.slice(50, 90 + (entry % 7)));
  }
  expect(inUse() - before).toBeLessThan(10);
});

test('Long texts are not remembered', () => {
  const remembered = remember((text) => ({ length: text.length }));
  const before = inUse();
  for (let entry = 0; entry < 1000; entry += 1) remembered(`${entry} is the number of a long text. `.repeat(3000));
  expect(inUse() - before).toBeLessThan(10);
});
