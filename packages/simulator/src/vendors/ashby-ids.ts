import { chance } from '../world/chance.ts';

/** The shape of a UUID out of four draws: a filter over a million entries makes millions of them. */
export function quickUuid(...parts: readonly (string | number)[]): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((at) => word(at, ...parts)) as [string, string, string, string];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

/** The shape of a ULID, which ids of requests have. */
export function quickUlid(...parts: readonly (string | number)[]): string {
  const letters = [0, 1, 2].map((at) => word(at, ...parts)).join('');
  return `01K${letters.slice(1).toUpperCase()}`;
}

/** Eight lower-case hex digits. The place must come first: behind the same hash every word would be the same. */
function word(...parts: readonly (string | number)[]): string {
  return Math.floor(chance(...parts) * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
