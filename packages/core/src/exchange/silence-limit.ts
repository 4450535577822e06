import type { Connection } from './connection.ts';

/** How long one answer waits for a vendor that is silent, when other logs are waiting. Shared by all calls to a connection. */
export interface SilenceLimit {
  readonly ms: number;
  /** Aborts when the vendor was silent for so long: it is not asked again for this answer. */
  readonly lost: AbortController;
}

/** A vendor that hangs must leave the others time: they are read on only when it is clear what comes first. */
const SHARE = 3;
/** With so much time an exchange that hangs can be tried again. */
const AMPLE_MS = 360_000;

export interface SilenceContext {
  readonly deadline: number | undefined;
  readonly now: number;
  /** How many logs the answer is about. */
  readonly logs: number;
}

/** How long each connection of an answer may be silent; none where nobody else is waiting, or where there is time for all. */
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
