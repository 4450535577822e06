import { AuditError, type Named } from '../errors.ts';
import { createMeter, type MeterStatus } from './meter.ts';
import type { Ports } from '../ports.ts';
import type { Headroom, Limits } from '../provider.ts';
import { createSlots, type Slots } from './slots.ts';
import { iso } from '../window.ts';

/** Keeps all requests of one connection within the vendor's limits. Shared by everything that uses the connection. */
export interface Pace {
  /**
   * Waits for a turn. Throws `rate_limited` if the turn would come after the deadline. Returns a function to call when
   * the exchange is over: its duration shows how much request latency varies.
   */
  readonly take: (until: PaceUntil) => Promise<() => void>;
  /** Holds back every request of the connection until the given time. */
  readonly pause: (until: number) => void;
  /** Learns from what the vendor says about its limits. */
  readonly learn: (headroom: Headroom) => void;
  /** How many concurrent requests use up the vendor's limit. */
  readonly lanes: () => number;
  readonly status: () => PaceStatus;
}

export interface PaceUntil {
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
  /** The question that the request is for: questions take turns. */
  readonly question?: object | undefined;
}

export interface PaceStatus extends MeterStatus {
  readonly inFlight: number;
}

export function createPace(provider: Named, limits: Limits, ports: Pick<Ports, 'now' | 'sleep'>): Pace {
  // Requests pass one at a time, and questions take turns: a request that waits for the meter is never overtaken.
  const door = createSlots(1);
  const slots = createSlots(limits.concurrency);
  const meter = createMeter(limits);

  async function turn({ deadline, signal }: PaceUntil): Promise<(now: number) => void> {
    for (;;) {
      signal?.throwIfAborted();
      const now = ports.now();
      const next = meter.next(now);
      if (next <= now) return meter.count(now);
      if (next > deadline) throw tooLate(provider, Math.ceil(next), meter.isHeldBack(now));
      await ports.sleep(Math.ceil(next - now), signal);
    }
  }

  const enter = async (until: PaceUntil): Promise<void> =>
    door.take(until).catch((thrown: unknown) => {
      const [now, at] = [ports.now(), meter.next(ports.now())];
      // At the deadline, it is our own limit that was waited for, unless the vendor leaves all slots hanging.
      throw now >= until.deadline && at > now ? tooLate(provider, Math.ceil(at), meter.isHeldBack(now)) : thrown;
    });

  return {
    take: async (until) => {
      await enter(until);
      try {
        await slots.take(until);
        const back = await turn(until).catch(handingBack(slots));
        return () => {
          slots.give();
          // An aborted exchange says nothing about latency.
          if (until.signal?.aborted !== true) back(ports.now());
        };
      } finally {
        door.give();
      }
    },
    pause: meter.pause,
    learn: (headroom) => meter.learn(headroom, ports.now()),
    lanes: () => Math.min(limits.concurrency, meter.lanes()),
    status: () => ({ ...meter.status(ports.now()), inFlight: slots.taken() }),
  };
}

function handingBack({ give }: Slots): (thrown: unknown) => never {
  return (thrown) => {
    give();
    throw thrown;
  };
}

function tooLate({ id: provider, label }: Named, retryAt: number, heldBack: boolean): AuditError {
  return new AuditError({
    code: 'rate_limited',
    provider,
    message: `${label} takes no more requests before ${iso(retryAt)}`,
    hint: 'Continue after that time, or ask for less.',
    retryAt,
    held: heldBack ? 'vendor' : 'pace',
  });
}
