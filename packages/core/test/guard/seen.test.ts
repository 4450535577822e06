import { describe, expect, test } from 'vitest';
import { isDisguised, ODD_UNITS, seen } from '../../src/guard/seen.ts';
import { plain } from '../../src/guard/text.ts';

describe('A text as a reader perceives it', () => {
  test('has no invisible characters, plain spaces, and ASCII letters for full-width ones', () => {
    expect(seen('gh\u200Bp_\u00ADa\u00A0b\u{E0041}c \uFF50\uFF57\uFF44\uFF1D1\uD83D').text).toBe('ghp_a bc pwd=1');
  });

  test('knows the original position of each character', () => {
    const { text, origin } = seen('a\u200B\u200Bb\u00A0c');
    expect(text).toBe('ab c');
    expect(origin).toEqual([0, 3, 4, 5, 6]);
  });

  test('contains nothing that display would remove', () => {
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const character = String.fromCodePoint(point);
      const { text } = seen(`a${character}b`);
      if (plain(`a${character}b`) === 'ab') expect(text, point.toString(16)).toBe('ab');
    }
  });

  test('differs only where the table of units says so', () => {
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const isListed = ODD_UNITS.some(([first, last]) => unit >= first && unit <= last);
      if (!isListed) expect(isDisguised(String.fromCharCode(unit)), unit.toString(16)).toBe(false);
    }
  });
});
