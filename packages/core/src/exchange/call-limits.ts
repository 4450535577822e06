import type { SilenceLimit } from './silence-limit.ts';

/** The limits of a call. */
export interface CallLimits {
  readonly signal?: AbortSignal | undefined;
  /**
   * Epoch milliseconds at which the call ends, whatever is under way. By default, a single wait lasts at most one
   * minute and a single exchange two.
   */
  readonly deadline?: number | undefined;
  /** How long this vendor may be silent, in a question that also asks other vendors. */
  readonly silenceLimit?: SilenceLimit | undefined;
  /** Any object that stands for the question: requests of different questions take turns. */
  readonly question?: object | undefined;
  /** The largest response body to accept; 8 MiB by default. */
  readonly maxBytes?: number | undefined;
}
