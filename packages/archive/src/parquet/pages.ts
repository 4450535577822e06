import { zstdCompressSync } from 'node:zlib';
import { bitsFor, hybrid } from './hybrid.ts';
import { i32, struct, type Thrift } from './thrift.ts';

/** The numbers of the Parquet format. */
export const ENCODING = { plain: 0, rle: 3, dictionary: 8 } as const;
const PAGE = { data: 0, dictionary: 2 } as const;

/** A compressed page with its header. */
export interface Page {
  readonly bytes: Buffer;
  /** Header and values before compression. */
  readonly size: number;
}

/** Which values are present. `repeated` marks values that continue the preceding list. */
export interface Levels {
  readonly repeated: readonly number[] | undefined;
  readonly defined: readonly number[] | undefined;
  readonly count: number;
}

export function dictionaryPage(count: number, values: Buffer): Page {
  return page(values, { 1: i32(PAGE.dictionary), 7: struct({ 1: i32(count), 2: i32(ENCODING.plain) }) });
}

export function plainPage(levels: Levels, values: Buffer): Page {
  return dataPage(levels, values, ENCODING.plain);
}

/** A page of dictionary indices. `size` is the number of values in the dictionary so far. */
export function indexPage(levels: Levels, indices: readonly number[], size: number): Page {
  const bits = bitsFor(size - 1);
  return dataPage(levels, Buffer.concat([Uint8Array.of(bits), hybrid(indices, bits)]), ENCODING.dictionary);
}

function dataPage({ repeated, defined, count }: Levels, values: Buffer, encoding: number): Page {
  const levels = [repeated, defined].flatMap((some) => (some === undefined ? [] : [withLength(hybrid(some, 1))]));
  const header = { 1: i32(count), 2: i32(encoding), 3: i32(ENCODING.rle), 4: i32(ENCODING.rle) };
  return page(Buffer.concat([...levels, values]), { 1: i32(PAGE.data), 5: struct(header) });
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function page(content: Buffer, header: Readonly<Record<number, Thrift>>): Page {
  const compressed = zstdCompressSync(content);
  const { bytes: head } = struct({ ...header, 2: i32(content.length), 3: i32(compressed.length) });
  return { bytes: Buffer.concat([head, compressed]), size: head.length + content.length };
}
