import type { Column, ColumnKind } from '../table.ts';
import { BY } from '../version.ts';
import type { Chunk } from './chunk.ts';
import { bytes, flag, i32, i64, list, struct, text, type Thrift } from './thrift.ts';

/** The numbers of the Parquet format. */
const TYPE = { int64: 2, byteArray: 6 } as const;
const REPETITION = { required: 0, optional: 1, repeated: 2 } as const;
const CONVERTED = { text: 0, list: 3, milliseconds: 9 } as const;
const ZSTD = 6;
const VERSION = 2;

/** A row group that was written. */
export interface RowGroup {
  readonly rows: number;
  readonly offset: number;
  readonly chunks: readonly (readonly [string, Column, Chunk])[];
}

/** The metadata of a file, with the position of each part. */
export function footer(
  columns: Readonly<Record<string, Column>>,
  groups: readonly RowGroup[],
  about: Readonly<Record<string, string>>,
): Uint8Array {
  const root = struct({ 4: text('events'), 5: i32(Object.keys(columns).length) });
  const elements = Object.entries(columns).flatMap(([name, { kind }]) => ELEMENTS[kind](name));
  return struct({
    1: i32(VERSION),
    2: list([root, ...elements]),
    3: i64(groups.reduce((total, { rows }) => total + rows, 0)),
    4: list(groups.map(rowGroup)),
    5: list(Object.entries(about).map(([key, value]) => struct({ 1: text(key), 2: text(value) }))),
    6: text(BY),
    7: list(Object.keys(columns).map(() => struct({ 1: struct() }))),
  }).bytes;
}

const STRING = { 6: i32(CONVERTED.text), 10: struct({ 1: struct() }) };
const MILLISECONDS = {
  6: i32(CONVERTED.milliseconds),
  10: struct({ 8: struct({ 1: flag(true), 2: struct({ 1: struct() }) }) }),
};

const required = (name: string) => ({ 3: i32(REPETITION.required), 4: text(name) });
const optional = (name: string) => ({ 3: i32(REPETITION.optional), 4: text(name) });

/** The schema elements of a column. */
const ELEMENTS: Readonly<Record<ColumnKind, (name: string) => readonly Thrift[]>> = {
  time: (name) => [struct({ 1: i32(TYPE.int64), ...required(name), ...MILLISECONDS })],
  text: (name) => [struct({ 1: i32(TYPE.byteArray), ...required(name), ...STRING })],
  'text?': (name) => [struct({ 1: i32(TYPE.byteArray), ...optional(name), ...STRING })],
  texts: (name) => [
    struct({ ...required(name), 5: i32(1), 6: i32(CONVERTED.list), 10: struct({ 3: struct() }) }),
    struct({ 3: i32(REPETITION.repeated), 4: text('list'), 5: i32(1) }),
    struct({ 1: i32(TYPE.byteArray), ...required('element'), ...STRING }),
  ],
};

function rowGroup({ rows, offset, chunks }: RowGroup): Thrift {
  const columns: Thrift[] = [];
  let at = offset;
  for (const [name, column, chunk] of chunks) {
    columns.push(struct({ 2: i64(at), 3: columnOf(name, column, chunk, at) }));
    at += compressedSize(chunk);
  }
  const size = chunks.reduce((total, [, , chunk]) => total + plainSize(chunk), 0);
  return struct({ 1: list(columns), 2: i64(size), 3: i64(rows), 5: i64(offset), 6: i64(at - offset) });
}

function columnOf(name: string, { kind }: Column, chunk: Chunk, at: number): Thrift {
  const path = kind === 'texts' ? [name, 'list', 'element'] : [name];
  const [first] = chunk.pages;
  const dataAt = chunk.hasDictionary ? at + (first?.bytes.length ?? 0) : at;
  return struct({
    1: i32(kind === 'time' ? TYPE.int64 : TYPE.byteArray),
    2: list(chunk.encodings.map(i32)),
    3: list(path.map(text)),
    4: i32(ZSTD),
    5: i64(chunk.values),
    6: i64(plainSize(chunk)),
    7: i64(compressedSize(chunk)),
    9: i64(dataAt),
    11: chunk.hasDictionary ? i64(at) : undefined,
    12: statistics(chunk),
  });
}

function statistics({ absent, range }: Chunk): Thrift {
  return struct({ 3: i64(absent), 5: range && bytes(range.most), 6: range && bytes(range.least) });
}

function compressedSize({ pages }: Chunk): number {
  return pages.reduce((total, { bytes: all }) => total + all.length, 0);
}

function plainSize({ pages }: Chunk): number {
  return pages.reduce((total, { size }) => total + size, 0);
}
