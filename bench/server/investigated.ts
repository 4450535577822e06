import type { Truth } from './asked.ts';
import { FROM, TO, type Entry } from './vendor-apis.ts';

/** The parts of an answer that the questions need. */
interface Answer {
  readonly complete?: boolean;
  readonly exact?: boolean;
  readonly next_cursor?: string;
  readonly total?: number;
  readonly groups?: readonly {
    readonly columns?: readonly string[];
    readonly top: readonly (readonly (string | number)[])[];
  }[];
}

/** Calls a tool. */
export type Ask = (tool: string, given: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** An event, as far as the questions need it. */
export interface Row {
  readonly time: string;
  readonly actor: string;
  readonly ip?: string | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly impersonator?: string | undefined;
}

/** A question, how we get the answer, and the answer as one comparable text. */
export interface Investigation {
  readonly asks: string;
  /** The filters that list what the question is about. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly rows: (entries: Truth) => readonly Row[];
  readonly fold: (rows: readonly Row[]) => string;
  readonly ours: (ask: Ask, given: Readonly<Record<string, unknown>>) => Promise<string>;
}

const JUNE = { since: FROM, until: TO };
const ACTIVITY = { ...JUNE, logs: ['gong.UserActivityLog'] };
const OPENED = { ...JUNE, logs: ['gong.ExternallySharedCallAccess'] };
const ZENDESK = { ...JUNE, logs: ['zendesk.audit_logs'] };
const HALF = '2026-06-15T12:00:00.000Z';
const DANA = 'dana.doe@example.com';

export const INVESTIGATIONS: readonly Investigation[] = [
  {
    asks: 'Who came from most addresses on one day, by what Gong logged of operations?',
    given: ACTIVITY,
    rows: activity,
    fold: (rows) => widest(rows, (row) => [`${row.actor} ${dayOf(row)}`], ipOf),
    ours: summary({ by: ['actor', 'day'], distinct: 'ip', sort: 'distinct', top: 1 }, widestOf),
  },
  {
    asks: 'Which person exported most from Gong, and from which address?',
    given: { ...ACTIVITY, verbs: ['export'] },
    rows: exports,
    fold: (rows) => most(rows, (row) => [`${row.actor} ${row.ip}`]),
    ours: summary({ by: ['actor', 'ip'], top: 1 }, mostOf),
  },
  {
    asks: 'Who did most in Gong within one hour?',
    given: ACTIVITY,
    rows: activity,
    fold: (rows) => most(rows, (row) => [`${row.actor} ${row.time.slice(0, 13)}:00Z`]),
    ours: summary({ by: ['actor', 'hour'], top: 1 }, mostOf),
  },
  {
    asks: 'People of which company opened most different shared calls and links?',
    given: OPENED,
    rows: opened,
    fold: (rows) => widest(rows, domainOf, ({ targets = [] }) => targets),
    ours: summary({ by: ['actor_domain'], distinct: 'target', sort: 'distinct', top: 1 }, widestOf),
  },
  {
    asks: 'Which shared call or link was opened from most addresses on one day?',
    given: OPENED,
    rows: opened,
    fold: (rows) => widest(rows, (row) => (row.targets ?? []).map((target) => `${target} ${dayOf(row)}`), ipOf),
    ours: summary({ by: ['target', 'day'], distinct: 'ip', sort: 'distinct', top: 1 }, widestOf),
  },
  {
    asks: 'Who signed in to Zendesk first in June, and when?',
    given: { ...ZENDESK, verbs: ['login'] },
    rows: (entries) => zendesk(entries, 'login'),
    fold: (rows) => earliest(rows),
    ours: summary({ by: ['actor'], sort: 'first', top: 1 }, (cell) => `${cell('actor')} ${cell('first')}`),
  },
  {
    asks: 'Who acted last in Zendesk in the first half of June, and when?',
    given: { ...ZENDESK, until: HALF },
    rows: (entries) => zendesk(entries).filter(({ time }) => time < HALF),
    fold: (rows) => latest(rows),
    ours: summary({ by: ['actor'], sort: 'last', top: 1 }, (cell) => `${cell('actor')} ${cell('last')}`),
  },
  {
    asks: 'Who acted as whom in Gong most?',
    given: { ...ACTIVITY, flags: ['impersonated'] },
    rows: (entries) => activity(entries).filter(({ impersonator }) => impersonator !== undefined),
    fold: (rows) => most(rows, ({ impersonator, actor }) => [`${impersonator} ${actor}`]),
    ours: summary({ by: ['impersonator', 'actor'], top: 1 }, mostOf),
  },
  {
    asks: 'How much of what Gong logged for Dana was somebody else in that name?',
    given: { ...ACTIVITY, actor: DANA },
    rows: (entries) => activity(entries).filter(({ actor }) => actor === DANA),
    fold: (rows) => `${rows.filter(({ impersonator }) => impersonator !== undefined).length} of ${rows.length}`,
    ours: summary({ by: ['actor'], top: 1 }, (cell) => `${cell('impersonated')} of ${cell('count')}`),
  },
  {
    asks: 'How often were shared calls opened by people of the company that opened most of them?',
    given: OPENED,
    rows: opened,
    fold: (rows) => most(rows, domainOf),
    ours: summary({ by: ['actor_domain'], top: 1 }, mostOf),
  },
  {
    asks: 'From how many addresses did the person with most of them sign in to Zendesk?',
    given: { ...ZENDESK, verbs: ['login'] },
    rows: (entries) => zendesk(entries, 'login'),
    fold: (rows) => widest(rows, ({ actor }) => [actor], ipOf),
    ours: summary({ by: ['actor'], distinct: 'ip', sort: 'distinct', top: 1 }, widestOf),
  },
  {
    asks: 'On which weekday and at which hour is most done in Zendesk?',
    given: ZENDESK,
    rows: zendesk,
    fold: (rows) => most(rows, ({ time }) => [`${WEEKDAYS[new Date(time).getUTCDay()]} ${time.slice(11, 13)}`]),
    ours: summary({ by: ['weekday', 'hour_of_day'], top: 1 }, mostOf),
  },
  {
    asks: 'Were calls played in Gong from 198.51.100.0/24?',
    given: { ...JUNE, logs: ['gong.UserCallPlay'], ip: '198.51.100.0/24' },
    rows: () => [],
    fold: () => 'cannot be told',
    ours: async (ask, given) => {
      const { total, exact } = await ask('summarize_audit_logs', { ...given, by: ['actor'] });
      return total === 0 && exact === false ? 'cannot be told' : `${total}, exact: ${exact}`;
    },
  },
];

type Cell = (column: string) => string | number | undefined;

/** Asks for a summary, and makes the answer of its first row. */
function summary(counting: Readonly<Record<string, unknown>>, read: (cell: Cell) => string): Investigation['ours'] {
  return async (ask, given) => {
    const { groups } = await ask('summarize_audit_logs', { ...given, ...counting, bucket: 'none' });
    const [table] = groups ?? [];
    const [columns, [row = []]] = [table?.columns ?? [], table?.top ?? []];
    const values = columns.slice(0, columns.indexOf('count')).map((name) => row[columns.indexOf(name)]);
    return read((name) => (name === 'values' ? values.join(' ') : row[columns.indexOf(name)]));
  };
}

function mostOf(cell: Cell): string {
  return `${cell('values')} ${cell('count')}`;
}

function widestOf(cell: Cell): string {
  return `${cell('values')} ${cell('distinct_ip') ?? cell('distinct_target')}`;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function dayOf({ time }: Row): string {
  return time.slice(0, 10);
}

function ipOf({ ip }: Row): readonly string[] {
  return ip === undefined ? [] : [ip];
}

function domainOf({ actor }: Row): readonly string[] {
  return actor.includes('@') ? [actor.slice(actor.indexOf('@') + 1).toLowerCase()] : [];
}

function activity(entries: Truth): Row[] {
  return entries('gong', 'UserActivityLog').map((entry) => ({
    ...gongRow(entry),
    ip: entry.logRecord.httpRequest.clientIp,
    impersonator: entry.impersonatorEmailAddress ?? companyOf(entry),
  }));
}

function companyOf({ logRecord }: Entry): string | undefined {
  return logRecord.customData.find(({ key }: Entry) => key === 'impersonator-company-id')?.values[0];
}

function exports(entries: Truth): Row[] {
  const named = entries('gong', 'UserActivityLog').map(({ logRecord }) => String(logRecord.action));
  return activity(entries).filter((_, index) => /^(?:Export|Download)/.test(named[index] ?? ''));
}

function opened(entries: Truth): Row[] {
  return entries('gong', 'ExternallySharedCallAccess').map((entry) => ({
    ...gongRow(entry),
    ip: entry.logRecord.page_viewer_ip,
    targets: [`call:${entry.logRecord.call_id}`, `sharing:${entry.logRecord.time_based_secure_sharing_id}`],
  }));
}

function gongRow({ eventTime, userEmailAddress, userFullName }: Entry): Row {
  return { time: new Date(eventTime).toISOString(), actor: userEmailAddress ?? userFullName ?? 'external' };
}

function zendesk(entries: Truth, action?: string): Row[] {
  return entries('zendesk', 'audit_logs')
    .filter((entry) => action === undefined || entry.action === action)
    .map(({ created_at: time, actor_name: name, actor_id: id, ip_address: ip }) => ({
      time: new Date(time).toISOString(),
      actor: name || String(id),
      ip: ip ?? undefined,
    }));
}

type Keys = (row: Row) => readonly string[];

/** The most frequent key, with its count. */
function most(rows: readonly Row[], keys: Keys): string {
  const counts = new Map<string, number>();
  for (const key of rows.flatMap(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return best([...counts].map(([key, count]) => ({ key, rank: [count] })));
}

/** The key with most different values, with their number. */
function widest(rows: readonly Row[], keys: Keys, values: Keys): string {
  const found = new Map<string, { count: number; readonly values: Set<string> }>();
  for (const row of rows) {
    for (const key of keys(row)) {
      const one = found.get(key) ?? { count: 0, values: new Set() };
      one.count += 1;
      for (const value of values(row)) one.values.add(value);
      found.set(key, one);
    }
  }
  return best([...found].map(([key, one]) => ({ key, rank: [one.values.size, one.count] })));
}

interface Ranked {
  readonly key: string;
  readonly rank: readonly number[];
}

function best(ranked: readonly Ranked[]): string {
  const [first] = ranked.toSorted((a, b) => byRank(a, b) || (a.key < b.key ? -1 : 1));
  return `${first?.key} ${first?.rank[0]}`;
}

function byRank({ rank: a }: Ranked, { rank: b }: Ranked): number {
  const index = a.findIndex((one, at) => one !== b[at]);
  return index < 0 ? 0 : (b[index] ?? 0) - (a[index] ?? 0);
}

function earliest(rows: readonly Row[]): string {
  const [first] = rows.toSorted((a, b) => (a.time < b.time ? -1 : 1));
  return `${first?.actor} ${first?.time}`;
}

function latest(rows: readonly Row[]): string {
  const [last] = rows.toSorted((a, b) => (a.time > b.time ? -1 : 1));
  return `${last?.actor} ${last?.time}`;
}
