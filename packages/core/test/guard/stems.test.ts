import { expect, test } from 'vitest';
import { stemFinder } from '../../src/guard/stems.ts';
import { seeded } from './corpus/random.ts';

const STEMS = ['ab', 'b a', ' c ', 'aab', 'cc c', ' ba'];

function plainly(text: string): string {
  return ` ${text} `.toLowerCase().replaceAll(/[^a-z]+/g, ' ');
}

test('A stem is found in a text if and only if the text, with a space for all that is no letter, has it', () => {
  const hasStem = stemFinder(STEMS);
  const random = seeded(1);
  const below = (most: number): number => Math.floor(random() * most);
  const found = { yes: 0, no: 0 };
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: below(9) }, () => 'abcABC -.é1'.charAt(below(11))).join('');
    const expected = STEMS.some((stem) => plainly(text).includes(stem));
    expect(hasStem(text), JSON.stringify(text)).toBe(expected);
    found[expected ? 'yes' : 'no'] += 1;
  }
  expect(Math.min(found.yes, found.no)).toBeGreaterThan(2000);
});
