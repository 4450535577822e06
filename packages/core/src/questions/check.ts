import { call } from '../exchange/call.ts';
import type { CallLimits } from '../exchange/call-limits.ts';
import type { Connection } from '../exchange/connection.ts';
import { AuditError } from '../errors.ts';
import { present } from '../json.ts';
import type { PaceStatus } from '../exchange/pace.ts';

/** What one cheap request to the audit log showed. */
export interface Checkup {
  /** The log that was read. */
  readonly log: string;
  /** How far our clock is ahead of the vendor's, in milliseconds, at the precision of its `Date` header. */
  readonly skewMs?: number;
  /** What is left of the rate limit and the quota. */
  readonly pace: PaceStatus;
}

const MINUTE = 60_000;

/**
 * Reads one page of the last minute of an audit log, to test address, credential and permission. Throws if any is
 * wrong.
 */
export async function check(connection: Connection, limits: CallLimits = {}): Promise<Checkup> {
  const { provider, ports, pace } = connection;
  const log = provider.logs.find(({ heavy }) => heavy !== true) ?? provider.logs[0];
  const now = ports.now();
  const to = now - (now % 1000);
  const window = { from: to - MINUTE, to };
  const ask = { operation: 'list', log: log.id, window, filters: {}, order: 'newest' } as const;
  const answer = await call(connection, ask, limits);
  if (answer.kind === 'restart') throw new AuditError(answer.fault);
  return present({ log: log.id, skewMs: answer.skewMs, pace: pace.status() });
}
