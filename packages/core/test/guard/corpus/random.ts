/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** What values are made of. */
export const ALPHABETS = {
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  digits: DIGITS,
  lower: LOWER,
  small: LOWER + DIGITS,
  CAPITALS: LOWER.toUpperCase() + DIGITS,
  crockford: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
  letters: LOWER + LOWER.toUpperCase() + DIGITS,
  word: `${LOWER}${LOWER.toUpperCase()}${DIGITS}_-`,
} as const;

/**
 * A value after a template such as `AKIA{CAPITALS:16}`: what stands in braces is that many characters of an alphabet.
 * They begin with a letter and a digit where the alphabet has both, as nearly all in life hold both.
 */
export function fill(template: string, random: () => number): string {
  return template.replaceAll(/\{(\w+):(\d+)\}/g, (_, name: string, length: string) => {
    const alphabet = ALPHABETS[name as keyof typeof ALPHABETS];
    return Array.from({ length: Number(length) }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  });
}
