import type { AuditEvent } from '@trailhound/core';
import { COLUMNS, type Column } from '../table.ts';
import { createChunk } from './chunk.ts';
import { footer, type RowGroup } from './footer.ts';

/** What to include in a Parquet file. */
export interface ParquetOptions {
  /** The vendor's entry as JSON, in the column `raw`. */
  readonly raw?: boolean | undefined;
  /** Metadata for the footer of the file. */
  readonly about?: Readonly<Record<string, string>> | undefined;
}

const MAGIC = Buffer.from('PAR1');
const ROWS = 50_000;

/**
 * Events as a Parquet file, piece by piece, in order. Holds one compressed row group in memory, however long the file gets.
 * Without events, it is a table without rows.
 */
export async function* parquet(
  runs: AsyncIterable<readonly AuditEvent[]>,
  { raw = false, about = {} }: ParquetOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const columns = columnsOf(raw);
  const groups: RowGroup[] = [];
  let offset = MAGIC.length;
  let filling = createGroup(columns);
  yield MAGIC;

  function* flush(): Generator<Uint8Array> {
    const group = { rows: filling.rows(), offset, chunks: filling.finish() };
    groups.push(group);
    for (const [, , { pages }] of group.chunks) {
      for (const { bytes } of pages) {
        offset += bytes.length;
        yield bytes;
      }
    }
    filling = createGroup(columns);
  }

  for await (const run of runs) {
    for (const event of run) filling.add(event);
    if (filling.rows() >= ROWS) yield* flush();
  }
  if (filling.rows() > 0) yield* flush();
  const end = footer(columns, groups, about);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(end.length);
  yield Buffer.concat([end, length, MAGIC]);
}

function columnsOf(raw: boolean): Readonly<Record<string, Column>> {
  const { raw: entry, ...columns } = COLUMNS;
  return raw ? { ...columns, raw: entry } : columns;
}

interface Group {
  readonly add: (event: AuditEvent) => void;
  readonly rows: () => number;
  readonly finish: () => RowGroup['chunks'];
}

function createGroup(columns: Readonly<Record<string, Column>>): Group {
  const builders = Object.entries(columns).map(([name, column]) => ({ name, column, chunk: createChunk(column) }));
  let rows = 0;
  return {
    add: (event) => {
      rows += 1;
      for (const { chunk } of builders) chunk.add(event);
    },
    rows: () => rows,
    finish: () => builders.map(({ name, column, chunk }) => [name, column, chunk.finish()]),
  };
}
