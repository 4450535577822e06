/** A deterministic pseudo-random number in [0, 1), which depends only on the parts. */
export function chance(...parts: readonly (string | number)[]): number {
  let state = 0x811c9dc5;
  for (const part of parts) {
    for (const letter of `${part}\u001f`) {
      state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    }
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 4_294_967_296;
}

/** Picks an item, always the same for the same parts. */
export function pick<T>(from: readonly [T, ...T[]], ...parts: readonly (string | number)[]): T {
  return from[Math.floor(chance(...parts) * from.length)] ?? from[0];
}

/** A whole number from 0 up to but not including `below`. */
export function whole(below: number, ...parts: readonly (string | number)[]): number {
  return Math.floor(chance(...parts) * below);
}

/** Lower-case hex digits, eight per draw. */
export function hex(length: number, ...parts: readonly (string | number)[]): string {
  return Array.from({ length: Math.ceil(length / 8) }, (_, at) => word(at, ...parts))
    .join('')
    .slice(0, length);
}

/** Eight digits. The position comes first: after parts with equal hashes, every word would be the same. */
function word(...parts: readonly (string | number)[]): string {
  return whole(2 ** 32, ...parts)
    .toString(16)
    .padStart(8, '0');
}

/** A string in the format of a version 4 UUID. */
export function uuid(...parts: readonly (string | number)[]): string {
  const digits = hex(32, ...parts);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}

/** A string in the format of a ULID, like request ids. */
export function ulid(...parts: readonly (string | number)[]): string {
  return `01K${hex(24, ...parts)
    .slice(1)
    .toUpperCase()}`;
}
