import type { DatabaseSync } from 'node:sqlite';
import { loadSqlite } from '../sqlite/load.ts';
import { VIEWS } from './views.ts';

const READABLE: ReadonlySet<string> = new Set(Object.keys(VIEWS));
/** Table-valued functions, which only read their arguments. */
const FUNCTION_TABLES: ReadonlySet<string> = new Set(['json_each', 'json_tree']);
const REFUSED_FUNCTIONS: ReadonlySet<string> = new Set(['load_extension', 'fts3_tokenizer', 'packed']);
const BUILT_IN = /^(?:sqlite|pragma)_/i;

/** The first version of Node with an authorizer for SQLite. */
export const NEEDS_NODE = '24.10';

/** Whether this Node can restrict a statement to reading. `readOnly` is not enough: `vacuum into` writes a file. */
export function canGuard(database: DatabaseSync): boolean {
  return typeof (database as Partial<DatabaseSync>).setAuthorizer === 'function';
}

/** The arguments of the authorizer: the action, with its table and column, or its function. */
type Step = Parameters<NonNullable<Parameters<DatabaseSync['setAuthorizer']>[0]>>;

/** Restricts the connection to reading the views. */
export function guard(database: DatabaseSync): void {
  const { constants } = loadSqlite();
  const hidden = hiddenTables(database);
  const allowed = new Map<number, (step: Step) => boolean>([
    [constants.SQLITE_SELECT, () => true],
    [constants.SQLITE_RECURSIVE, () => true],
    [constants.SQLITE_READ, (step) => isInView(step) || isReadable(step, hidden)],
    [constants.SQLITE_FUNCTION, (step) => isInView(step) || !REFUSED_FUNCTIONS.has(step[2] ?? '')],
  ]);
  database.setAuthorizer((...step) =>
    allowed.get(step[0])?.(step) === true ? constants.SQLITE_OK : constants.SQLITE_DENY,
  );
}

function isInView([, , , , view]: Step): boolean {
  return view !== null && READABLE.has(view);
}

function isReadable([, table, column, schema]: Step, hidden: ReadonlySet<string>): boolean {
  if (table === null) return false;
  if (FUNCTION_TABLES.has(table)) return true;
  // To count the rows of a view, SQLite counts those of its table.
  if (READABLE.has(table)) return schema === 'temp' || column === '';
  // For tables that the statement itself defines (`with`), SQLite only asks if no column is read.
  return schema === null && column === '' && !hidden.has(table.toLowerCase()) && !BUILT_IN.test(table);
}

/** The tables of the file, and those built into SQLite. */
function hiddenTables(database: DatabaseSync): ReadonlySet<string> {
  const names = database.prepare('select name from main.sqlite_schema union select name from pragma_module_list').all();
  return new Set(names.map(({ name }) => String(name).toLowerCase()).filter((name) => !READABLE.has(name)));
}
