import { createShortUids } from '@trailhound/core/reply';
import type { JsonObject } from '@trailhound/program';

/** Shortens the uids of a table. */
export type ShortUid = (uid: string) => string;

/** The columns of a table: the name of each, and its cell in a row. */
export type Cells<T> = Readonly<Record<string, (row: T, short: ShortUid) => unknown>>;

/** A table that names its columns once. */
export interface Table extends JsonObject {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export function tableOf<T>(rows: readonly T[], cells: Cells<T>): Table {
  const readers = Object.values(cells);
  const short = createShortUids();
  return { columns: Object.keys(cells), rows: rows.map((row) => readers.map((cell) => cell(row, short))) };
}
