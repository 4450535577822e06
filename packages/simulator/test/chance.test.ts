import { describe, expect, test } from 'vitest';
import { chance, hex, uuid } from '../src/world/chance.ts';

describe('Ids of the simulated world', () => {
  test('are distinct, a million of them', () => {
    const made = new Set<string>();
    for (let number = 0; number < 1_000_000; number += 1) made.add(hex(20, 1, 'ashby', number));
    expect(made.size).toBe(1_000_000);
  });

  test('differ even if their sources share a hash', () => {
    expect(chance(1, 'entry', 85_598)).toBe(chance(1, 'entry', 515_202));
    expect(uuid(1, 'entry', 85_598)).not.toBe(uuid(1, 'entry', 515_202));
  });

  test('have the requested length, and are deterministic', () => {
    for (const length of [1, 6, 8, 20, 33]) expect(hex(length, 'any')).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
    expect(uuid('any')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid('any')).toBe(uuid('any'));
    expect(hex(32, 'any').startsWith(hex(6, 'any'))).toBe(true);
  });
});
