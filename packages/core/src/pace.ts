import { AuditError } from './errors.ts';
import { createMeter, type MeterStatus } from './meter.ts';
import type { Ports } from './ports.ts';
import type { Headroom, Limits } from './provider.ts';
import { createSlots } from './slots.ts';
import { iso } from './window.ts';

/** Keeps all requests of one connection within what the vendor takes. Shared by everything that uses the connection. */
export interface Pace {
  /** Waits for its turn and takes it. Throws `rate_limited` when the turn comes after the deadline. */
  readonly take: (until: PaceUntil) => Promise<void>;
  /** Gives the turn back when the exchange is over. */
  readonly done: () => void;
  /** Holds back every request of the connection until the given time. */
  readonly pause: (until: number) => void;
  /** Takes in what the vendor says about how much it will take. */
  readonly learn: (headroom: Headroom) => void;
  readonly status: () => PaceStatus;
}

export interface PaceUntil {
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PaceStatus extends MeterStatus {
  readonly inFlight: number;
}

export function createPace(provider: string, limits: Limits, ports: Pick<Ports, 'now' | 'sleep'>): Pace {
  const slots = createSlots(limits.concurrency);
  const meter = createMeter(limits);

  async function turn({ deadline, signal }: PaceUntil): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const now = ports.now();
      const next = meter.next(now);
      if (next <= now) return meter.count(now);
      if (next > deadline) throw tooLate(provider, Math.ceil(next), meter.isHeldBack(now));
      await ports.sleep(Math.ceil(next - now), signal);
    }
  }

  return {
    take: async (until) => {
      await slots.take(until.signal);
      try {
        await turn(until);
      } catch (thrown) {
        slots.give();
        throw thrown;
      }
    },
    done: slots.give,
    pause: meter.pause,
    learn: meter.learn,
    status: () => ({ ...meter.status(ports.now()), inFlight: slots.taken() }),
  };
}

const ownPace = new WeakSet<AuditError>();

/** Whether the deadline came before our own next turn, and not because the vendor holds us back. */
export function isOwnPace(thrown: unknown): boolean {
  return thrown instanceof AuditError && ownPace.has(thrown);
}

function tooLate(provider: string, retryAt: number, heldBack: boolean): AuditError {
  const error = new AuditError({
    code: 'rate_limited',
    provider,
    message: `${provider} takes no more requests before ${iso(retryAt)}`,
    hint: 'Go on after that time, or ask for less.',
    retryAt,
  });
  if (!heldBack) ownPace.add(error);
  return error;
}
