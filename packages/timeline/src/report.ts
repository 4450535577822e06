import type { Coverage } from '@trailhound/core';
import { asSaid, columns } from '@trailhound/core/reply';
import type { LogCoverage, TimelineData } from './data.ts';
import { drawn } from './drawn.ts';
import { findingsIn } from './findings.ts';
import { filePage } from './html.ts';
import type { Reported } from './read.ts';

/** What a report says besides what it counts. */
export interface About {
  /** What is missing, and what the reader should know. */
  readonly warnings: readonly string[];
  readonly hints: readonly string[];
  /** Which program made it, and when. */
  readonly made: string;
  /** Whether to name the account of each event. */
  readonly tenant: boolean;
}

/** How many events a report lists: about two megabytes, which every browser opens at once. */
export const MOST_LISTED = 5000;

const FIELDS = ['time', 'provider', 'log', 'actor', 'actor.kind', 'verb', 'action', 'target', 'outcome', 'ip', 'flags'];

/** A timeline and its findings as a page in one file, with its data inside, that needs no network. */
export function report({ found, risks }: Reported, { warnings, hints, made, tenant }: About): string {
  const { timeZone, ...query } = found.query;
  const { since, until } = query;
  const fields = [...FIELDS, ...(tenant ? ['tenant'] : []), 'message', 'uid'];
  const data: TimelineData = {
    query: { ...query, ...(timeZone === undefined ? {} : { time_zone: timeZone }) },
    ...drawn(found),
    warnings,
    hints,
    coverage: found.coverage.map(logOf),
    ...(risks === undefined ? {} : { findings: findingsIn(risks) }),
    table: columns(found.events, { fields }),
    made,
  };
  return filePage(asSaid(data), `Audit trail ${since.slice(0, 10)} to ${until.slice(0, 10)}`);
}

function logOf({ provider, account, log, settledUntil, ...rest }: Coverage): LogCoverage {
  const { complete, scanned, gaps, notices } = rest;
  const name = { log: `${provider}.${log}`, ...(account === undefined ? {} : { account }) };
  return { ...name, complete, scanned, settled_until: settledUntil, gaps, notices };
}
