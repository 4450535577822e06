import type { HttpResponse, OutgoingRequest, Ports, SendOptions, TokenStore } from '../src/ports.ts';

export const START = Date.UTC(2026, 10, 20, 12);

export type Respond = (
  request: OutgoingRequest,
  number: number,
  options: SendOptions,
) => HttpResponse | Promise<HttpResponse>;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Ports without network and without time: sleeping moves the clock, the earliest sleeper first. */
export interface FakeHost {
  readonly ports: Ports;
  readonly requests: readonly OutgoingRequest[];
  /** When each request left, in milliseconds since the start. */
  readonly sentAt: readonly number[];
  readonly sleeps: readonly number[];
  readonly asleep: () => number;
  readonly elapsed: () => number;
  readonly advance: (ms: number) => void;
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
  let pumping = false;

  function pump(): void {
    const earliest = sleepers.toSorted((a, b) => a.at - b.at)[0];
    pumping = earliest !== undefined;
    if (earliest === undefined) return;
    sleepers.splice(sleepers.indexOf(earliest), 1);
    clock.advance(Math.max(0, earliest.at - clock.now()));
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
    advance: clock.advance,
    ports: {
      sleep,
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
