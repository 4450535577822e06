import { valuesOf, type Counts, type Dimension, type Window } from '@trailhound/core/source';
import { barsOf } from '../bars.ts';
import type { CountAsk } from '../port.ts';
import { conditionsOf } from './conditions.ts';
import type { ArchiveFile } from './file.ts';
import { groupedOf, type Row } from './rows.ts';

/** Which columns tell some dimensions, and which index has them in order. None for what all of a log have in common. */
interface Grouping {
  readonly dimensions: readonly Dimension[];
  readonly columns?: string;
  readonly index?: string;
  readonly where?: string;
}

const TABLES: readonly Grouping[] = [
  { dimensions: ['provider', 'account', 'log'] },
  {
    dimensions: ['verb', 'action', 'category', 'flags'],
    columns: 'verb, action, category, flags',
    index: 'by_kind',
  },
  { dimensions: ['actor'], columns: 'actor', index: 'by_actor' },
  { dimensions: ['ip'], columns: 'ip', index: 'by_ip', where: 'and ip is not null' },
  { dimensions: ['target'], columns: 'targets', where: 'and targets is not null' },
];

/** From so many events on, walking through an index of the whole log beats looking up each event of a window. */
const MANY = 20_000;

/** Counts in SQL, everything at one point in time. */
export function countWanted(file: ArchiveFile, ask: CountAsk): Counts {
  const log = file.logs.find(ask.log);
  if (log === undefined) return { ...NOTHING, bars: ask.starts.map(() => 0) };
  file.database.exec('begin');
  try {
    return countLog(file, log, ask);
  } finally {
    file.database.exec('rollback');
  }
}

const NOTHING = { total: 0, first: undefined, last: undefined, values: {} };

function countLog(file: ArchiveFile, log: number, { wanted = {}, window, by, starts }: CountAsk): Counts {
  const { sql, values } = conditionsOf(wanted, file.shared);
  const where = `where ${['log = :log', 'time >= :from', 'time < :to', ...sql].join(' and ')}`;
  const select = (what: string, from = 'events', more = '', { to, from: since }: Window = window): Counted[] =>
    file.database
      .prepare(`select ${what} from ${from} ${where} ${more}`)
      .all({ ...values, log, from: since, to }) as unknown as Counted[];
  const inBar = (bar: Window | undefined): number =>
    bar === undefined ? 0 : (select('count(*) as n', 'events', '', bar)[0]?.n ?? 0);
  const bars = barsOf(window, starts).map(inBar);
  const total = bars.reduce((sum, bar) => sum + bar, 0);
  const isMost = sql.length === 0 && total > MANY;
  const tables = TABLES.filter(({ dimensions }) => dimensions.some((dimension) => by.includes(dimension)));
  const counted = tables.flatMap(({ dimensions, columns, index, where: only = '' }) => {
    const from = isMost && index !== undefined ? `events indexed by ${index}` : 'events';
    const rows =
      columns === undefined ? [{ n: total }] : select(`${columns}, count(*) as n`, from, `${only} group by ${columns}`);
    const own = dimensions.filter((dimension) => by.includes(dimension));
    return own.map((dimension) => [dimension, valuesIn(file, dimension, { log, rows })] as const);
  });
  const [first, last] = ['asc', 'desc'].map((way) => select('time', 'events', `order by time ${way} limit 1`)[0]?.time);
  return { total, first, last, values: Object.fromEntries(counted), bars };
}

/** Some columns of a row, and how many rows are like it. */
type Counted = Partial<Row> & { readonly n: number };

function valuesIn(
  { shared }: ArchiveFile,
  dimension: Dimension,
  { log, rows }: { readonly log: number; readonly rows: readonly Counted[] },
): Map<string, number> {
  const values = new Map<string, number>();
  for (const { n, ...row } of rows) {
    if (n === 0) continue;
    for (const value of valuesOf(dimension, groupedOf({ ...row, log }, shared)))
      if (value !== undefined) values.set(value, (values.get(value) ?? 0) + n);
  }
  return values;
}
