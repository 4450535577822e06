import { call, type CallLimits } from '../exchange/call.ts';
import type { Connection } from '../exchange/connection.ts';
import { AuditError } from '../errors.ts';
import { present } from '../json.ts';
import type { PaceStatus } from '../exchange/pace.ts';

/** What one cheap request to the audit log itself has shown. */
export interface Checkup {
  /** The log that was asked. */
  readonly log: string;
  /** How far our clock is ahead of the vendor's, in milliseconds, as exactly as the vendor's `Date` says. */
  readonly skewMs?: number;
  /** What the vendor will still take. */
  readonly pace: PaceStatus;
}

const MINUTE = 60_000;

/** Asks for one page of a minute of the audit log, which proves address, credential and permission. Throws what is wrong. */
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
