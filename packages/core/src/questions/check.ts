import { call, type CallLimits } from '../exchange/call.ts';
import type { Connection } from '../exchange/connection.ts';
import { AuditError } from '../errors.ts';
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
  const to = ports.now() - (ports.now() % 1000);
  const window = { from: to - MINUTE, to };
  let skewMs: number | undefined;
  const watched: Connection = {
    ...connection,
    send: async (request, options) => {
      const answered = await connection.send(request, options);
      const said = Date.parse(answered.response.headers['date'] ?? '');
      if (!Number.isNaN(said)) skewMs = ports.now() - said;
      return answered;
    },
  };
  const ask = { operation: 'list', log: log.id, window, filters: {}, order: 'newest' } as const;
  const answer = await call(watched, ask, limits);
  if (answer.kind === 'restart') throw new AuditError(answer.fault);
  return { log: log.id, ...(skewMs === undefined ? {} : { skewMs }), pace: pace.status() };
}
