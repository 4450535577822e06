/** The smallest and the largest value, so that readers can skip row groups. */
export interface Range {
  readonly see: (value: Uint8Array) => void;
  readonly ends: () => { readonly least: Uint8Array; readonly most: Uint8Array } | undefined;
}

/** Longer values would take too much space in the footer. */
const LONGEST = 128;

/** Compares texts byte by byte, as Parquet does. */
export function textRange(): Range {
  return rangeBy((a, b) => Buffer.compare(a, b));
}

/** Compares times, which are stored in little-endian order. */
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
      // A copy, because a view of the page would keep the whole page in memory.
      if (least === undefined || compare(value, least) < 0) least = Uint8Array.from(value);
      if (most === undefined || compare(value, most) > 0) most = Uint8Array.from(value);
    },
    ends: () => {
      if (least === undefined || most === undefined) return undefined;
      return least.length > LONGEST || most.length > LONGEST ? undefined : { least, most };
    },
  };
}
