import {
  plusTimes,
  valuesOf,
  type Counts,
  type EventDimension,
  type Times,
  type Window,
} from '@trailhound/core/source';
import { barsOf } from '../bars.ts';
import type { CountAsk } from '../port.ts';
import { conditionsOf } from './conditions.ts';
import type { ArchiveFile } from './file.ts';
import { countGroups, type Counted } from './groups.ts';
import type { Row } from './row.ts';
import { groupedOf } from './rows.ts';

/** Which columns tell some dimensions, and which index has them in order. None for what all of a log have in common. */
interface Grouping {
  readonly dimensions: readonly EventDimension[];
  readonly columns?: readonly (keyof Row)[];
  readonly index?: string;
  readonly where?: string;
  /** Whether to count, too, what somebody else did in the actor's name. */
  readonly isOfActors?: boolean;
}

const TABLES: readonly Grouping[] = [
  { dimensions: ['provider', 'account', 'log'] },
  { dimensions: ['verb'], columns: ['verb'], index: 'by_verb' },
  {
    dimensions: ['action', 'category', 'flags'],
    columns: ['verb', 'action', 'category', 'flags'],
    index: 'by_kind',
  },
  { dimensions: ['actor', 'actor_domain'], columns: ['actor'], index: 'by_actor', isOfActors: true },
  {
    dimensions: ['impersonator'],
    columns: ['impersonator'],
    index: 'by_impersonator',
    where: 'and impersonator is not null',
  },
  { dimensions: ['ip'], columns: ['ip'], index: 'by_ip', where: 'and ip is not null' },
  { dimensions: ['target'], columns: ['targets'], where: 'and targets is not null' },
];

/** From so many events on, walking through an index of the whole log beats looking up each event of a window. */
const MANY = 20_000;
/** A jump to the next group takes about as long as reading so many events of this one. */
const A_JUMP = 50;

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
  const select: Select = (what, { from = 'events', more = '', within = window }) =>
    file.database
      .prepare(`select ${what} from ${from} ${where} ${more}`)
      .all({ ...values, log, from: within.from, to: within.to }) as unknown as Counted[];
  const inBar = (within: Window | undefined): number =>
    within === undefined ? 0 : (select('count(*) as n', { within })[0]?.n ?? 0);
  const bars = barsOf(window, starts).map(inBar);
  const total = bars.reduce((sum, bar) => sum + bar, 0);
  const [first, last] = ['asc', 'desc'].map((way) => select('time', { more: `order by time ${way} limit 1` })[0]?.time);
  const all = first === undefined || last === undefined ? [] : [{ n: total, oldest: first, newest: last }];
  const isMost = sql.length === 0 && total > MANY;
  const jump: Jump | undefined = isMost
    ? (ordered) => countGroups(file.database, ordered, { log, window, most: total / A_JUMP })
    : undefined;
  const counted = TABLES.flatMap((table) => {
    const own = table.dimensions.filter((dimension) => by.includes(dimension));
    if (own.length === 0) return [];
    const rows = rowsOf(table, { select, all, jump });
    return own.map((dimension) => [dimension, valuesIn(file, dimension, { log, rows })] as const);
  });
  return { total, first, last, values: Object.fromEntries(counted), bars };
}

interface Part {
  readonly from?: string;
  readonly more?: string;
  readonly within?: Window;
}
type Select = (what: string, part: Part) => Counted[];
type Jump = (ordered: Required<Pick<Grouping, 'index' | 'columns'>>) => Counted[] | undefined;

interface Selecting {
  readonly select: Select;
  /** All events together. */
  readonly all: Counted[];
  /** Counts along an index. Undefined if the window holds few events of the log. */
  readonly jump: Jump | undefined;
}

const SEEN = 'min(time) as oldest, max(time) as newest';

function rowsOf({ columns, index, where = '', isOfActors }: Grouping, { select, all, jump }: Selecting): Counted[] {
  if (columns === undefined) return all;
  const list = columns.join(', ');
  const along = (name: string | undefined): string =>
    jump === undefined || name === undefined ? 'events' : `events indexed by ${name}`;
  const more = `${where} group by ${list}`;
  const rows =
    (index === undefined ? undefined : jump?.({ index, columns })) ??
    select(`${list}, count(*) as n, ${SEEN}`, { from: along(index), more });
  if (isOfActors !== true) return rows;
  // Counted apart, because the index of actors does not know who impersonated them.
  const foreign = `${list}, 0 as n, ${SEEN}, count(*) as others`;
  const impersonated = { from: along('by_impersonator'), more: `and impersonator is not null ${more}` };
  return [...rows, ...select(foreign, impersonated)];
}

function valuesIn(
  { shared }: ArchiveFile,
  dimension: EventDimension,
  { log, rows }: { readonly log: number; readonly rows: readonly Counted[] },
): Map<string, Times> {
  const values = new Map<string, Times>();
  for (const { n, oldest, newest, others = 0, ...row } of rows) {
    const impersonated = dimension === 'actor' ? others : 0;
    const times = { count: n, first: oldest, last: newest, impersonated };
    for (const value of valuesOf(dimension, groupedOf({ ...row, log }, shared)))
      if (value !== undefined) values.set(value, plusTimes(values.get(value), times));
  }
  return values;
}
