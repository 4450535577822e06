import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** A row of `events`. */
export interface Row {
  readonly id: number;
  readonly time: number;
  readonly uid: string;
  readonly log: number;
  readonly record: number;
  readonly verb: number;
  readonly action: number;
  readonly category: number;
  readonly actor: number;
  readonly impersonator: number | null;
  readonly targets: number | null;
  readonly outcome: number | null;
  readonly ip: number | null;
  readonly user_agent: number | null;
  readonly flags: number;
  readonly stated: number;
  readonly dictionary: number;
  readonly body: Uint8Array;
}

/** The columns in the table's order. */
export const COLUMNS = [
  'id',
  'time',
  'uid',
  'log',
  'record',
  'verb',
  'action',
  'category',
  'actor',
  'impersonator',
  'targets',
  'outcome',
  'ip',
  'user_agent',
  'flags',
  'stated',
  'dictionary',
  'body',
] as const satisfies readonly (keyof Row)[];

/**
 * Prepares a statement that selects all columns of `events`. The objects that SQLite makes of rows share no hidden class:
 * making our own from its values, and reading those, takes half the time.
 */
export function prepareRows(database: DatabaseSync, sql: string): (...values: readonly SQLInputValue[]) => Row[] {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return (...values) => (statement.all(...values) as unknown as readonly unknown[][]).map(rowOf);
}

function rowOf(values: readonly unknown[]): Row {
  const row: Partial<Record<keyof Row, unknown>> = {};
  for (const [at, column] of COLUMNS.entries()) row[column] = values[at];
  return row as Row;
}
