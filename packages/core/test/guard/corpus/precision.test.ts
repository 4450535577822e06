import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/guard/redact.ts';
import { NAMED, NAMINGS, ORDINARY, SPOTS } from './ordinary.ts';
import { PHRASES } from './phrases.ts';
import { fill, seeded } from './random.ts';

const EACH = 60;

/** Those that come back changed. */
function changed(values: readonly unknown[]): unknown[] {
  return values.filter((value) => redact(value) !== value);
}

describe('Precision', () => {
  test('leaves 12,000 ordinary values as they are: 50 kinds, 60 of each, in 4 places', () => {
    const random = seeded(4);
    const values = ORDINARY.flatMap((template) =>
      Array.from({ length: EACH }, () => fill(template, random)).flatMap((value) =>
        Object.values(SPOTS).map((spot) => spot(value)),
      ),
    );
    expect(values).toHaveLength(12_000);
    expect(changed(values)).toEqual([]);
  });

  test('leaves trace ids, digests and entity tags where their name says so', () => {
    const random = seeded(5);
    const values = NAMED.flatMap(([name, template]) =>
      Array.from({ length: EACH }, () => fill(template, random)).flatMap((value) =>
        Object.values(NAMINGS).map((naming) => naming(name, value)),
      ),
    );
    expect(changed(values)).toEqual([]);
  });

  test('changes at most 2 of 64 hard facts', () => {
    expect(PHRASES).toHaveLength(64);
    expect(changed(PHRASES).length, JSON.stringify(changed(PHRASES), undefined, 1)).toBeLessThanOrEqual(2);
  });
});
