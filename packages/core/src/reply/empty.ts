import type { Connection } from '../exchange/connection.ts';
import type { Coverage } from '../reading/coverage.ts';
import type { DescribedQuery } from '../reading/query.ts';
import { minuteOf } from './coverage.ts';
import { PROPERTIES, type Words } from './words.ts';

/** What was asked, read and connected when nothing was found. */
export interface Nothing {
  readonly query: Partial<DescribedQuery>;
  readonly coverage: readonly Coverage[];
  readonly connections: readonly Connection[];
}

/**
 * Explains why nothing was found and what to try, because an empty answer alone looks like proof that nothing happened.
 */
export function whyEmpty({ query, coverage, connections }: Nothing, words: Words = PROPERTIES): string[] {
  const filters = FILTERS.filter((name) => query[name] !== undefined).map((name) => words.field([name]));
  const scanned = coverage.reduce((sum, { scanned: one }) => sum + one, 0);
  const since = words.field(['since']);
  return [
    ...(filters.length > 0 ? [`Nothing matched ${filters.join(', ')}: drop or widen one of them.`] : []),
    ...(scanned === 0 && filters.length === 0
      ? [`The logs have no entries in this window: use an earlier ${since}.`]
      : []),
    ...(coverage.some(({ gaps }) => gaps.length > 0) ? ['Part of the window could not be read: see coverage.'] : []),
    ...unsettled(coverage, words),
    ...notRead(coverage, connections, words),
  ];
}

const FILTERS = [
  'actor',
  'actorDomain',
  'impersonator',
  'verbs',
  'actions',
  'categories',
  'target',
  'ip',
  'text',
  'hours',
  'flags',
  'filters',
] as const;

/** A sentence for each account, from the first moment on at which one of its logs is not settled. */
function unsettled(coverage: readonly Coverage[], words: Words): string[] {
  const young = coverage.filter(({ settledUntil, asked }) => settledUntil < asked.to);
  const accounts = Map.groupBy(young, ({ provider, account }) => JSON.stringify([provider, account]));
  return [...accounts.values()].flatMap((logs) => {
    const [first] = logs.toSorted((a, b) => (a.settledUntil < b.settledUntil ? -1 : 1));
    if (first === undefined) return [];
    const { provider, account, settledUntil } = first;
    const named = words.logs({ provider, account, logs: logs.map(({ log }) => log) });
    return [`${named} may still receive events after ${minuteOf(settledUntil)} UTC.`];
  });
}

function notRead(coverage: readonly Coverage[], connections: readonly Connection[], words: Words): string[] {
  const nameOf = (provider: string, log: string): string => words.logs({ provider, logs: [log] });
  const read = new Set(coverage.map(({ provider, log }) => nameOf(provider, log)));
  const asked = new Set(coverage.map(({ provider }) => provider));
  const left = connections
    .filter(({ provider }) => asked.has(provider.id))
    .flatMap(({ provider }) => provider.logs.map(({ id }) => nameOf(provider.id, id)))
    .filter((log) => !read.has(log));
  return left.length === 0 ? [] : [`Not read: ${[...new Set(left)].join(', ')}. Name a log to read it too.`];
}
