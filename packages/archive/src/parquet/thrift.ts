/** A value in Thrift's compact protocol, which Parquet uses for its headers and its footer. */
export interface Thrift {
  /** The protocol's number for the type. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

const TYPE = { true: 1, false: 2, i32: 5, i64: 6, bytes: 8, list: 9, struct: 12 } as const;
const LONG_LIST = 15;
const STOP = Uint8Array.of(0);

// Numbers are zigzag; none of these headers has a negative one.
export const i32 = (value: number): Thrift => ({ type: TYPE.i32, bytes: varint(value * 2) });
export const i64 = (value: number): Thrift => ({ type: TYPE.i64, bytes: varint(value * 2) });
/** A boolean field of a struct: its type is its value. */
export const flag = (value: boolean): Thrift => ({ type: value ? TYPE.true : TYPE.false, bytes: new Uint8Array() });
export const text = (value: string): Thrift => bytes(Buffer.from(value));

export function bytes(value: Uint8Array): Thrift {
  return { type: TYPE.bytes, bytes: Buffer.concat([varint(value.length), value]) };
}

export function list(items: readonly Thrift[]): Thrift {
  const type = items[0]?.type ?? TYPE.struct;
  const isLong = items.length >= LONG_LIST;
  const head = Uint8Array.of(((isLong ? LONG_LIST : items.length) << 4) | type);
  const length = isLong ? varint(items.length) : new Uint8Array();
  return { type: TYPE.list, bytes: Buffer.concat([head, length, ...items.map((item) => item.bytes)]) };
}

/** Fields by their numbers; undefined ones are left out. */
export function struct(fields: Readonly<Record<number, Thrift | undefined>> = {}): Thrift {
  const parts: Uint8Array[] = [];
  let before = 0;
  // JavaScript iterates over integer keys in ascending order.
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    parts.push(Uint8Array.of(((Number(key) - before) << 4) | value.type), value.bytes);
    before = Number(key);
  }
  return { type: TYPE.struct, bytes: Buffer.concat([...parts, STOP]) };
}

/** A variable-length integer with seven bits per byte, the lowest first. Counts and offsets may exceed 32 bits. */
export function varint(value: number): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) digits.push((rest % 0x80) | 0x80);
  digits.push(rest);
  return Uint8Array.from(digits);
}
