import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { AuditError } from '@trailhound/core';
import { iso } from '@trailhound/core/source';
import { createBodies, type Bodies, type Body } from '../sqlite/bodies.ts';
import { openDatabase } from '../sqlite/database.ts';
import { canGuard, guard, NEEDS_NODE } from './read-only.ts';
import { refusal, type Job, type Outcome, type Value } from './job.ts';
import { VIEWS, viewsInSql } from './views.ts';

/** The maximum size of a result, in characters. The rest is left out. */
const MOST = 4_000_000;

/** Runs one statement that reads the views of an archive. Blocks, possibly forever, so run it in a separate process. */
export function runStatement({ folder, sql, rows }: Job): Outcome {
  const database = openDatabase(folder, true);
  // The guarded connection cannot read the dictionaries, so a second one does.
  const other = openDatabase(folder, true);
  try {
    if (!canGuard(database)) return { fault: tooOld() };
    database.function('packed', { deterministic: true, varargs: true }, packedField(createBodies(other)));
    database.exec(viewsInSql());
    guard(database);
    return select(database, sql, rows);
  } finally {
    database.close();
    other.close();
  }
}

type Arguments = SQLOutputValue[];

/** A field of a packed body. Caches the last body, because the columns of a row are read one after the other. */
function packedField(bodies: Bodies): (...args: Arguments) => SQLOutputValue {
  let last: { readonly of: Arguments; readonly body: Body } | undefined;
  return (field, ...of) => {
    const [dictionary, bytes, time, ...texts] = of;
    if (!(bytes instanceof Uint8Array)) return null;
    if (last === undefined || !isDeepStrictEqual(last.of, of)) {
      const [ip, targets, actor] = texts.map((text) => (typeof text === 'string' ? text : undefined));
      const repeated = { time: iso(Number(time)), ip, targets, actor };
      last = { of, body: bodies.unpack({ dictionary: Number(dictionary), bytes }, repeated) };
    }
    const text = last.body[field as keyof Body];
    if (text === undefined || text === '[]') return null;
    return field === 'changes' || field === 'raw' ? text : (JSON.parse(text) as string);
  };
}

function select(database: DatabaseSync, sql: string, most: number): Outcome {
  try {
    const statement = database.prepare(sql);
    // SQLite compiles the first statement and silently ignores the others.
    if (sql.slice(statement.sourceSQL.length).trim() !== '')
      return { fault: refusal('there is more than one statement', ONE) };
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    const columns = statement.columns().map(({ name }) => name);
    const rows: Value[][] = [];
    let characters = 0;
    for (const row of statement.iterate() as unknown as Iterable<SQLOutputValue[]>) {
      const values = row.map(valueOf);
      characters += values.reduce<number>((total, value) => total + String(value).length, 0);
      if (rows.length === most || characters > MOST) return { columns, rows, truncated: true };
      rows.push(values);
    }
    return { columns, rows, truncated: false };
  } catch (thrown) {
    const { message } = thrown as Error;
    return { fault: refusal(message, /not authorized|prohibited/.test(message) ? ONLY_READS : HELP) };
  }
}

function valueOf(value: SQLOutputValue): Value {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

const TABLES = Object.entries(VIEWS).map(([name, { columns }]) => `${name} (${Object.keys(columns).join(', ')})`);
const HELP = `It is SQLite's SQL over these tables: ${TABLES.join('; ')}.`;
const ONE = 'Send one statement at a time.';
const ONLY_READS = `A statement may only read these tables: ${Object.keys(VIEWS).join(', ')}.`;

function tooOld(): AuditError['fault'] {
  return refusal(
    `Node ${process.versions.node} cannot keep a statement from doing more than reading`,
    `SQL needs Node ${NEEDS_NODE} or newer. Everything else works with this one.`,
  );
}
