import type { Change, Target } from '../../event.ts';
import { isObject, list, object, text, type JsonObject } from '../../json.ts';
import { identityOf, pathOf, type Opened, type ReadEntry } from './reading.ts';
import { verbOf } from './verbs.ts';

interface Row {
  readonly table: string | undefined;
  readonly id: string | undefined;
  readonly columns: readonly unknown[];
}

interface Activity {
  readonly named: string | undefined;
  readonly method: string | undefined;
  readonly endpoint: string | undefined;
  readonly rows: readonly Row[];
}

/** A sensitive operation, with the request that caused it and the rows it changed. */
export function userActivity({ record, who, brief }: Opened): ReadEntry {
  const http = object(record['httpRequest']);
  const rows = changedRows(record['tableChanges']);
  const activity: Activity = {
    named: text(record['action']),
    method: text(http['verb'])?.toUpperCase(),
    endpoint: pathOf(text(http['endpointUri'])),
    rows,
  };
  const tables = tablesOf(rows);
  const nativeId = text(record['auditId']);
  const action = activity.named ?? derived(activity, tables);
  const changed = list(record['tableChanges']).length === 0 ? '' : `, ${changedText(rows, tables)}`;
  return {
    verb: verbOf({ action: activity.named, method: activity.method, endpoint: activity.endpoint, tables }),
    action,
    category: 'configuration',
    changes: brief ? [] : changesOf(rows),
    message: `${who}: ${action}${changed}.`,
    flags: activity.named === undefined ? ['derived_action'] : [],
    identity: identityOf('audit', nativeId),
    nativeId,
    targets: targetsOf(activity, record),
    ip: text(http['clientIp']),
  };
}

/** NOTES: action can be null. */
function derived({ method, endpoint }: Activity, tables: readonly string[]): string {
  const asked = [method, endpoint].filter((part) => part !== undefined).join(' ');
  if (asked !== '') return asked;
  return tables.length === 0 ? 'unknown' : `change ${tables.join(', ')}`;
}

/** NOTES: a table listed is not a table changed. */
function changedRows(tableChanges: unknown): Row[] {
  const rows: Row[] = [];
  for (const item of list(tableChanges)) {
    const { tableName, rowChanges } = object(item);
    const table = text(tableName);
    for (const row of list(rowChanges)) if (isObject(row)) rows.push(rowOf(table, row));
  }
  return rows;
}

function rowOf(table: string | undefined, row: JsonObject): Row {
  const id = list(row['primaryKeyColumns'])
    .map((column) => text(object(column)['columnValue']))
    .filter((value) => value !== undefined)
    .join(',');
  return { table, id: text(id), columns: list(row['columnChanges']) };
}

function tablesOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ table }) => table).filter((table) => table !== undefined))];
}

function changedText(rows: readonly Row[], tables: readonly string[]): string {
  if (rows.length === 0) return 'changed no rows';
  const where = tables.length === 0 ? '' : ` in ${tables.join(', ')}`;
  return `changed ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}${where}`;
}

/** Names columns by row if there are several: `public.appuser#42.title`. */
function changesOf(rows: readonly Row[]): Change[] {
  const changes: Change[] = [];
  for (const { table, id, columns } of rows) {
    const row = rows.length > 1 && id !== undefined ? `${table ?? ''}#${id}` : table;
    for (const column of columns) {
      const { columnName, oldValue: from, newValue: to } = object(column);
      const name = text(columnName);
      if (name !== undefined) changes.push({ field: row === undefined ? name : `${row}.${name}`, from, to });
    }
  }
  return changes;
}

/** Every row that changed, or else the endpoint; and the workspace, if it is named. */
function targetsOf({ rows, endpoint }: Activity, record: JsonObject): readonly Target[] {
  const workspace = text(record['workspaceId']);
  const targets: Target[] = rows.map(({ table, id }) => ({ type: table ?? 'row', id }));
  if (rows.length === 0 && endpoint !== undefined) targets.push({ type: 'endpoint', id: endpoint });
  if (workspace !== undefined) targets.push({ type: 'workspace', id: workspace });
  return targets;
}
