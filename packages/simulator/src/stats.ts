/** What a client did, for tests of its behaviour. */
export interface Stats {
  readonly requests: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** The most requests in any second. */
  readonly maxPerSecond: number;
  readonly maxConcurrent: number;
  readonly inFlight: number;
  /** The last requests, oldest first, without credentials. */
  readonly log: readonly LoggedRequest[];
}

/** A request as the vendor logged it, without secrets. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly status: number;
}

export interface StatsKeeper {
  readonly begin: (at: number) => void;
  readonly end: (request: LoggedRequest) => void;
  readonly read: () => Stats;
  readonly reset: () => void;
}

const KEPT = 5000;

export function createStats(): StatsKeeper {
  let log: LoggedRequest[] = [];
  let recent: number[] = [];
  let byStatus: Record<number, number> = {};
  const most = { perSecond: 0, concurrent: 0 };
  let requests = 0;
  let inFlight = 0;
  return {
    begin: (at) => {
      requests += 1;
      inFlight += 1;
      recent = [...recent.filter((time) => time > at - 1000), at];
      most.perSecond = Math.max(most.perSecond, recent.length);
      most.concurrent = Math.max(most.concurrent, inFlight);
    },
    end: (request) => {
      inFlight -= 1;
      byStatus[request.status] = (byStatus[request.status] ?? 0) + 1;
      log.push(request);
      if (log.length > 2 * KEPT) log = log.slice(-KEPT);
    },
    read: () => ({
      requests,
      byStatus: { ...byStatus },
      maxPerSecond: most.perSecond,
      maxConcurrent: most.concurrent,
      inFlight,
      log: log.slice(-KEPT),
    }),
    reset: () => {
      log = [];
      recent = [];
      byStatus = {};
      requests = 0;
      Object.assign(most, { perSecond: 0, concurrent: inFlight });
    },
  };
}
