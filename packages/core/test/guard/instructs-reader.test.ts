import { describe, expect, test } from 'vitest';
import { instructsReader } from '../../src/guard/instructs-reader.ts';
import { MISSED, ORDERS, ORDINARY } from './phrases.ts';

const SPOKEN = Object.entries(ORDERS).flatMap(([language, texts]) => texts.map((text) => ({ language, text })));

describe('A text that gives orders to an assistant', () => {
  test.each(SPOKEN)('is found: $text', ({ text }) => {
    expect(instructsReader(text)).toBe(true);
  });

  test.each(SPOKEN)('is found among others, wherever it is: $text', ({ text }) => {
    const entry = {
      id: '1',
      actor: { name: 'Dana Doe' },
      changes: [{ from: null, to: `Ticket 17. ${text} (thanks)` }],
    };
    expect(instructsReader(entry)).toBe(true);
  });
});

test.each(ORDINARY)('An ordinary sentence is not: %s', (text) => {
  expect(instructsReader(text)).toBe(false);
  expect(instructsReader({ name: `Ticket 17. ${text} (thanks)` })).toBe(false);
});

test.each(MISSED)('The guide says truly that this is not found: $text', ({ text }) => {
  expect(instructsReader(text)).toBe(false);
});

test('Numbers, nothing and lists are no texts', () => {
  for (const value of [undefined, null, 7, true, [], {}, [null, 7]]) expect(instructsReader(value)).toBe(false);
});
