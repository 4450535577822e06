import type { CallLimits } from './call-limits.ts';
import type { Ports } from '../ports.ts';

const EXCHANGE_MS = 120_000;
/** Longer timers fire immediately on most hosts. */
const LONGEST_TIMER_MS = 2_000_000_000;

/** The signals that end the parts of an exchange. */
export interface Ends {
  /** Ends the wait for a turn. */
  readonly ofTurn: AbortSignal;
  /** Ends the wait for a response that starts now. */
  readonly ofResponse: () => AbortSignal;
  /** To be called when the exchange is over. */
  readonly letGo: () => void;
}

export function endsOf(ports: Ports, { signal, deadline, silenceLimit }: CallLimits): Ends {
  const followed: (() => void)[] = [];

  /** In place of `AbortSignal.any`, which takes several times as long and stays until garbage is collected. */
  function first(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
    const joined = new AbortController();
    for (const one of signals) {
      if (one === undefined) continue;
      const stop = (): void => joined.abort(one.reason);
      if (one.aborted) stop();
      one.addEventListener('abort', stop, { once: true });
      followed.push(() => one.removeEventListener('abort', stop));
    }
    return joined.signal;
  }

  const after = (ms: number): AbortSignal => ports.timeout(Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(ms))));
  const late = deadline === undefined ? undefined : after(deadline - ports.now());
  return {
    ofTurn: first(signal, late, silenceLimit?.lost.signal),
    ofResponse: () => first(signal, late, after(silenceLimit?.ms ?? EXCHANGE_MS)),
    letGo: () => {
      for (const leave of followed) leave();
    },
  };
}
