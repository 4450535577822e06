import { clip, type Window } from '@trailhound/core/source';

/** Stretches of a log that wait until they are stored. */
export interface Waiting {
  readonly log: string;
  readonly windows: readonly Window[];
  readonly bytes: number;
  readonly store: () => Promise<void>;
}

/** What waits to be stored, one piece after the other. */
export interface MemoryQueue {
  /** How much is waiting. */
  readonly bytes: () => number;
  readonly put: (waiting: Waiting) => void;
  /** Begins to store. Until then, everything waits. */
  readonly start: () => void;
  /** The stretches of a log that wait. */
  readonly windowsOf: (log: string) => readonly Window[];
  /** Resolves when what waits of a stretch now has been stored, or could not be. */
  readonly stored: (log: string, window: Window) => Promise<void>;
  /** Stores nothing more. */
  readonly close: () => void;
}

/** Begins to store by itself when `early` bytes are waiting. `failed` is called if storing fails. */
export function createQueue(early: number, failed: (thrown: unknown) => void): MemoryQueue {
  const waiting = new Map<Waiting, PromiseWithResolvers<void>>();
  let [bytes, isStarted, isRunning, isClosed] = [0, false, false, false];

  async function storeAll(): Promise<void> {
    isRunning = true;
    for (const [one, { resolve }] of waiting) {
      if (!isClosed) await one.store().catch((thrown: unknown) => !isClosed && failed(thrown));
      waiting.delete(one);
      bytes -= one.bytes;
      resolve();
    }
    isRunning = false;
  }

  function start(): void {
    isStarted = true;
    if (!isRunning) void storeAll();
  }

  return {
    bytes: () => bytes,
    put: (one) => {
      if (isClosed) return;
      waiting.set(one, Promise.withResolvers<void>());
      bytes += one.bytes;
      if (isStarted || bytes > early) start();
    },
    start,
    windowsOf: (log) => [...waiting.keys()].flatMap((one) => (one.log === log ? one.windows : [])),
    stored: async (log, window) => {
      const own = [...waiting].filter(([one]) => one.log === log && one.windows.some((part) => clip(part, window)));
      await Promise.all(own.map(([, { promise }]) => promise));
    },
    close: () => {
      isClosed = true;
    },
  };
}
