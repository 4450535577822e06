import type { Connection } from './connection.ts';

/** How long a question waits for a silent vendor while other logs are waiting. Shared by all calls to a connection. */
export interface SilenceLimit {
  readonly ms: number;
  /** Aborts once the vendor has been silent for that long: this question does not ask it again. */
  readonly lost: AbortController;
}

/** A vendor that hangs must leave the others time, because merging stops until it is clear which event comes first. */
const SHARE = 3;
/** With this much time, an exchange that hangs can be retried. */
const AMPLE_MS = 360_000;

export interface SilenceContext {
  readonly deadline: number | undefined;
  readonly now: number;
  /** How many logs the question covers. */
  readonly logs: number;
}

/** Limits the silence of each connection; no limit if no other log is waiting, or if there is time for all. */
export function createSilenceLimits({
  deadline,
  now,
  logs,
}: SilenceContext): (connection: Connection) => SilenceLimit | undefined {
  const known = new Map<Connection, SilenceLimit>();
  const left = deadline === undefined ? AMPLE_MS : Math.max(0, deadline - now);
  if (logs < 2 || left >= AMPLE_MS) return () => undefined;
  return (connection) => {
    const found = known.get(connection) ?? { ms: left / SHARE, lost: new AbortController() };
    known.set(connection, found);
    return found;
  };
}
