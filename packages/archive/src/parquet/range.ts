/** The smallest and the largest value, by which readers skip row groups. */
export interface Range {
  readonly see: (value: Uint8Array) => void;
  readonly ends: () => { readonly least: Uint8Array; readonly most: Uint8Array } | undefined;
}

/** Longer values are not worth their place in the footer. */
const LONGEST = 128;

/** Compares texts byte by byte, as Parquet does. */
export function textRange(): Range {
  return rangeBy((a, b) => Buffer.compare(a, b));
}

/** Compares times, which lie in little-endian order. */
export function timeRange(): Range {
  return rangeBy((a, b) => Number(timeOf(a) - timeOf(b)));
}

function timeOf(bytes: Uint8Array): bigint {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readBigInt64LE();
}

function rangeBy(compare: (a: Uint8Array, b: Uint8Array) => number): Range {
  let [least, most]: (Uint8Array | undefined)[] = [];
  return {
    see: (value) => {
      // A copy: the value lies in a page that would be kept with it.
      if (least === undefined || compare(value, least) < 0) least = Uint8Array.from(value);
      if (most === undefined || compare(value, most) > 0) most = Uint8Array.from(value);
    },
    ends: () => {
      if (least === undefined || most === undefined) return undefined;
      return least.length > LONGEST || most.length > LONGEST ? undefined : { least, most };
    },
  };
}
