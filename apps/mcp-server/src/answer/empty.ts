import type { Connection, Coverage } from '@trailhound/core';
import { ofAccount } from '../account-names.ts';

/** Why there may be nothing, and what to try: an empty answer alone looks like proof that nothing happened. */
export function whyEmpty(
  query: Readonly<Record<string, unknown>>,
  coverage: readonly Coverage[],
  connections: readonly Connection[],
): string[] {
  const filters = FILTERS.filter((name) => query[name] !== undefined);
  const scanned = coverage.reduce((sum, { scanned: one }) => sum + one, 0);
  return [
    ...(filters.length > 0 ? [`Nothing matched ${filters.join(', ')}: drop or widen one of them.`] : []),
    ...(scanned === 0 && filters.length === 0 ? ['The logs hold no entry in this window: use an earlier since.'] : []),
    ...(coverage.some(({ complete }) => !complete) ? ['Not all of the window could be read: see coverage.'] : []),
    ...unsettled(coverage),
    ...notRead(coverage, connections),
  ];
}

const FILTERS = ['actor', 'verbs', 'actions', 'target', 'ip', 'text', 'flags', 'filters'] as const;

function unsettled(coverage: readonly Coverage[]): string[] {
  const young = coverage.filter(({ settledUntil, asked }) => settledUntil < asked.to);
  return young.map(
    ({ provider, account, log, settledUntil }) =>
      `${provider}.${log}${ofAccount(account)} may still receive events after ${settledUntil}.`,
  );
}

function notRead(coverage: readonly Coverage[], connections: readonly Connection[]): string[] {
  const read = new Set(coverage.map(({ provider, log }) => `${provider}.${log}`));
  const asked = new Set(coverage.map(({ provider }) => provider));
  const others = connections
    .filter(({ provider }) => asked.has(provider.id))
    .flatMap(({ provider }) => provider.logs.map(({ id }) => `${provider.id}.${id}`));
  const left = [...new Set(others)].filter((log) => !read.has(log));
  return left.length === 0 ? [] : [`Not asked: ${left.join(', ')}. Name a log to have it read.`];
}
