import { varint } from './thrift.ts';

/** Shorter runs are smaller when bit-packed. */
const RUN = 8;

/** How many bits numbers up to this one take. At least one, because not every reader accepts zero. */
export function bitsFor(most: number): number {
  return Math.max(1, 32 - Math.clz32(most));
}

/** Small numbers as runs and bit-packed groups of eight: Parquet's hybrid encoding for levels and dictionary indices. */
export function hybrid(numbers: readonly number[], bits: number): Buffer {
  const parts: Uint8Array[] = [];
  let loose = 0;
  for (let at = 0; at < numbers.length;) {
    const end = endOfRun(numbers, at);
    // A bit-packed group holds eight values, so a run may begin only after a multiple of eight.
    const start = at + ((RUN - ((at - loose) % RUN)) % RUN);
    if (end - start >= RUN) {
      if (start > loose) parts.push(packed(numbers.slice(loose, start), bits));
      parts.push(varint((end - start) * 2), littleEndian(numbers[at] ?? 0, bits));
      loose = end;
    }
    at = end;
  }
  if (loose < numbers.length) parts.push(packed(numbers.slice(loose), bits));
  return Buffer.concat(parts);
}

function endOfRun(numbers: readonly number[], at: number): number {
  let end = at + 1;
  while (end < numbers.length && numbers[end] === numbers[at]) end += 1;
  return end;
}

function littleEndian(value: number, bits: number): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(bits / 8) }, (_, index) => (value >>> (index * 8)) & 0xff);
}

/** Groups of eight, the lowest bits first; the last group is filled with zeros. */
function packed(numbers: readonly number[], bits: number): Uint8Array {
  const groups = Math.ceil(numbers.length / 8);
  const head = varint(groups * 2 + 1);
  const bytes = new Uint8Array(head.length + groups * bits);
  bytes.set(head);
  let at = head.length * 8;
  for (const number of numbers) {
    for (let bit = 0; bit < bits; bit += 1, at += 1) {
      if (((number >>> bit) & 1) === 1) bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) | (1 << (at & 7));
    }
  }
  return bytes;
}
