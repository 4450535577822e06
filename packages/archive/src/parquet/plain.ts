import type { Range } from './range.ts';

const LENGTH = 4;
const WIDE = 8;

/** Each text, preceded by its length. */
export function byteArrays(texts: Iterable<string>, range: Range): Buffer {
  const all = [...texts];
  const size = all.reduce((total, one) => total + LENGTH + Buffer.byteLength(one), 0);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const one of all) {
    const length = bytes.write(one, at + LENGTH);
    bytes.writeUInt32LE(length, at);
    range.see(bytes.subarray(at + LENGTH, at + LENGTH + length));
    at += LENGTH + length;
  }
  return bytes;
}

/** ISO times as epoch milliseconds. */
export function times(texts: readonly string[], range: Range): Buffer {
  const bytes = Buffer.allocUnsafe(texts.length * WIDE);
  for (const [index, one] of texts.entries()) {
    bytes.writeBigInt64LE(BigInt(Date.parse(one)), index * WIDE);
    range.see(bytes.subarray(index * WIDE, (index + 1) * WIDE));
  }
  return bytes;
}
