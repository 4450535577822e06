import type { HttpResponse, OutgoingRequest, Ports, SendOptions, TokenStore } from '../src/ports.ts';

export const START = Date.UTC(2026, 10, 20, 12);

export type Respond = (
  request: OutgoingRequest,
  number: number,
  options: SendOptions,
) => HttpResponse | Promise<HttpResponse>;

const SILENCE_MS = 3_600_000;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Ports without a network and with virtual time: sleeping advances the clock, the earliest sleeper first. */
export interface FakeHost {
  readonly ports: Ports;
  readonly requests: readonly OutgoingRequest[];
  /** When each request left, in milliseconds since the start. */
  readonly sentAt: readonly number[];
  readonly sleeps: readonly number[];
  readonly asleep: () => number;
  readonly elapsed: () => number;
  readonly advance: (ms: number) => void;
  /** A response that never comes: waiting for it takes time, until the signal aborts. */
  readonly silence: (signal: AbortSignal | undefined) => Promise<never>;
}

export interface FakeHostOptions {
  readonly random?: number;
  readonly tokens?: TokenStore;
  readonly clock?: { now: () => number; advance: (ms: number) => void };
}

export function fakeHost(respond: Respond, options: FakeHostOptions = {}): FakeHost {
  const clock = options.clock ?? createClock();
  const sleepers: Sleeper[] = [];
  const requests: OutgoingRequest[] = [];
  const sentAt: number[] = [];
  const sleeps: number[] = [];
  const timeouts = new Set<{ readonly at: number; readonly end: AbortController }>();
  let silent = 0;
  let pumping = false;

  function advance(ms: number): void {
    clock.advance(ms);
    for (const timeout of timeouts) {
      if (timeout.at > clock.now()) continue;
      timeouts.delete(timeout);
      timeout.end.abort(new DOMException('Time is over', 'TimeoutError'));
    }
  }

  function pump(): void {
    const earliest = sleepers.toSorted((a, b) => a.at - b.at)[0];
    // A pending response has no wake-up time, only a timeout.
    const end = silent === 0 ? Infinity : Math.min(...[...timeouts].map(({ at }) => at));
    if (earliest !== undefined && end < earliest.at) {
      advance(Math.max(0, end - clock.now()));
      setImmediate(pump);
      return;
    }
    pumping = earliest !== undefined;
    if (earliest === undefined) return;
    sleepers.splice(sleepers.indexOf(earliest), 1);
    advance(Math.max(0, earliest.at - clock.now()));
    earliest.wake();
    setImmediate(pump);
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    sleeps.push(ms);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { at: clock.now() + ms, wake: resolve };
    sleepers.push(sleeper);
    const abort = (): void => {
      if (sleepers.includes(sleeper)) sleepers.splice(sleepers.indexOf(sleeper), 1);
      reject(signal?.reason);
    };
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    if (!pumping) setImmediate(pump);
    pumping = true;
    return promise;
  }

  return {
    requests,
    sentAt,
    sleeps,
    asleep: () => sleepers.length,
    elapsed: () => clock.now() - START,
    advance,
    silence: async (signal) => {
      silent += 1;
      try {
        for (;;) await sleep(SILENCE_MS, signal);
      } finally {
        silent -= 1;
      }
    },
    ports: {
      sleep,
      timeout: (ms) => {
        const end = new AbortController();
        timeouts.add({ at: clock.now() + ms, end });
        if (ms <= 0) setImmediate(() => advance(0));
        return end.signal;
      },
      now: clock.now,
      random: () => options.random ?? 0.5,
      ...(options.tokens === undefined ? {} : { tokens: options.tokens }),
      send: async (request, sendOptions) => {
        requests.push(request);
        sentAt.push(clock.now() - START);
        return respond(request, requests.length, sendOptions);
      },
    },
  };
}

function createClock(): { now: () => number; advance: (ms: number) => void } {
  let now = START;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** A response with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: JSON.stringify(body) };
}
