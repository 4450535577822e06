import type { COLUMNS } from '../table.ts';

const word = (column: string) => `(select text ->> '$' from main.words where id = e.${column})`;
const name = (column: string) => `(select text ->> '$' from main.names where id = e.${column})`;
const actor = (path: string) => `(select text ->> '${path}' from main.actors where id = e.actor)`;
const target = (path: string) => `(select text ->> '$[0].${path}' from main.targets where id = e.targets)`;
const log = (column: string) => `(select ${column} from main.logs where id = e.log)`;
const text = (table: string, column: string) => `(select text from main.${table} where id = e.${column})`;
const repeated = ['e.time', text('names', 'ip'), text('targets', 'targets'), text('actors', 'actor')].join(', ');
const packed = (field: string) => `packed('${field}', e.dictionary, e.body, ${repeated})`;
const time = (column: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

/** The columns of an event, as in every other table, from the interned rows. */
const EVENT: Readonly<Record<keyof typeof COLUMNS, string>> = {
  time: time('e.time'),
  uid: 'e.uid',
  provider: log('provider'),
  tenant: log('tenant'),
  log: log('log'),
  verb: word('verb'),
  action: word('action'),
  category: word('category'),
  actor_kind: actor('$.kind'),
  actor_id: actor('$.id'),
  actor_email: actor('$.email'),
  actor_name: actor('$.name'),
  impersonator: text('actors', 'impersonator'),
  target_type: target('type'),
  target_id: target('id'),
  target_name: target('name'),
  targets: '(select text from main.targets where id = e.targets and json_array_length(text) > 1)',
  outcome: word('outcome'),
  ip: name('ip'),
  user_agent: name('user_agent'),
  request_id: packed('requestId'),
  native_id: packed('nativeId'),
  flags: text('words', 'flags'),
  message: packed('message'),
  changes: packed('changes'),
  raw: packed('raw'),
};

const STRETCH = { since: time('"from"'), until: time('"to"') };
const OF_LOG = { provider: log('provider'), tenant: log('tenant'), log: log('log') };
const told = (field: string) => `e.json ->> '$.${field}'`;

interface View {
  readonly from: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** The only tables that a statement can see. */
export const VIEWS = {
  events: { from: 'main.events', columns: EVENT },
  covered: { from: 'main.covered', columns: { ...OF_LOG, ...STRETCH, read_at: time('read_at') } },
  lost: { from: 'main.lost', columns: { ...OF_LOG, ...STRETCH, reason: 'reason' } },
  records: {
    from: 'main.records',
    columns: {
      seq: 'e.seq',
      kind: told('kind'),
      provider: told('provider'),
      tenant: told('tenant'),
      log: told('log'),
      since: told('from'),
      until: told('to'),
      fresh: told('fresh'),
      reason: told('reason'),
      hash: told('hash'),
      json: 'e.json',
    },
  },
} as const satisfies Readonly<Record<string, View>>;

/** Temporary views, so that the file does not change. They hide the tables of the same names. */
export function viewsInSql(): string {
  return Object.entries<View>(VIEWS)
    .map(([view, { from, columns }]) => {
      const list = Object.entries(columns).map(([column, sql]) => `${sql} as ${column}`);
      return `create temp view ${view} as select ${list.join(', ')} from ${from} as e;`;
    })
    .join('\n');
}
