import type { Change, Target } from '../../event.ts';
import { isObject, list, object, text, type JsonObject } from '../../json.ts';
import { identityOf, pathOf, type Opened, type Reading } from './reading.ts';
import { verbOf } from './verbs.ts';

interface Row {
  readonly table: string | undefined;
  readonly id: string | undefined;
  readonly columns: readonly JsonObject[];
}

interface Deed {
  readonly named: string | undefined;
  readonly method: string | undefined;
  readonly endpoint: string | undefined;
  readonly rows: readonly Row[];
}

/** A sensitive operation, with the request that caused it and the rows that it changed. */
export function userActivity({ record, who }: Opened): Reading {
  const http = object(record['httpRequest']);
  const rows = changedRows(record['tableChanges']);
  const deed: Deed = {
    named: text(record['action']),
    method: text(http['verb'])?.toUpperCase(),
    endpoint: pathOf(text(http['endpointUri'])),
    rows,
  };
  const tables = tablesOf(rows);
  const nativeId = text(record['auditId']);
  const action = deed.named ?? derived(deed, tables);
  const changed = list(record['tableChanges']).length === 0 ? '' : `, ${changedText(rows, tables)}`;
  return {
    verb: verbOf({ ...deed, action: deed.named, tables }),
    action,
    category: 'configuration',
    changes: changesOf(rows),
    message: `${who}: ${action}${changed}.`,
    flags: deed.named === undefined ? ['derived_action'] : [],
    identity: identityOf('audit', nativeId),
    nativeId,
    target: targetOf(deed, record),
    ip: text(http['clientIp']),
  };
}

/** NOTES: action can be null. */
function derived({ method, endpoint }: Deed, tables: readonly string[]): string {
  const asked = [method, endpoint].filter((part) => part !== undefined).join(' ');
  if (asked !== '') return asked;
  return tables.length === 0 ? 'unknown' : `change ${tables.join(', ')}`;
}

/** NOTES: a table listed is not a table changed. */
function changedRows(tableChanges: unknown): Row[] {
  return list(tableChanges).flatMap((item) => {
    const { tableName, rowChanges } = object(item);
    return list(rowChanges)
      .filter(isObject)
      .map((row) => rowOf(text(tableName), row));
  });
}

function rowOf(table: string | undefined, row: JsonObject): Row {
  const id = list(row['primaryKeyColumns'])
    .map((column) => text(object(column)['columnValue']))
    .filter((value) => value !== undefined)
    .join(',');
  return { table, id: text(id), columns: list(row['columnChanges']).filter(isObject) };
}

function tablesOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ table }) => table).filter((table) => table !== undefined))];
}

function changedText(rows: readonly Row[], tables: readonly string[]): string {
  if (rows.length === 0) return 'changed no rows';
  const where = tables.length === 0 ? '' : ` in ${tables.join(', ')}`;
  return `changed ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}${where}`;
}

/** Columns of several rows are told apart by the row: `public.appuser#42.title`. */
function changesOf(rows: readonly Row[]): Change[] {
  return rows.flatMap(({ table, id, columns }) => {
    const row = rows.length > 1 && id !== undefined ? `${table ?? ''}#${id}` : table;
    return columns.flatMap((column) => changeOf(row, column));
  });
}

function changeOf(row: string | undefined, column: JsonObject): Change[] {
  const name = text(column['columnName']);
  if (name === undefined) return [];
  const field = row === undefined ? name : `${row}.${name}`;
  return [{ field, from: column['oldValue'], to: column['newValue'] }];
}

function targetOf({ rows: [row], endpoint }: Deed, record: JsonObject): Target | undefined {
  if (row !== undefined) return { type: row.table ?? 'row', id: row.id };
  if (endpoint !== undefined) return { type: 'endpoint', id: endpoint };
  const workspace = text(record['workspaceId']);
  return workspace === undefined ? undefined : { type: 'workspace', id: workspace };
}
