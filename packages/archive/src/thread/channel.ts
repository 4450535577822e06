import { Worker } from 'node:worker_threads';
import { endedEarly, unpackError, type Request, type Response, type Served } from './messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (thrown: Error) => void;
}

/** A request that is waiting for its response. */
interface Sent {
  readonly id: number;
  readonly done: Promise<unknown>;
}

/** A thread, and the requests that it has yet to answer. */
interface Running {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/** A thread with a store. It starts with the first request, and again after a crash. */
export interface Channel {
  readonly send: (call: Request['call'], ...given: readonly unknown[]) => Sent;
  readonly close: () => Promise<void>;
}

/** Beside what it keeps, a thread with a store in memory has little to remember. In megabytes. */
const SMALL = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };

export function openChannel(file: URL, served: Served): Channel {
  let running: Running | undefined;
  let last = 0;

  function start(): Running {
    const waiting = new Map<number, Waiting>();
    const worker = new Worker(file, { workerData: served, ...('memory' in served && { resourceLimits: SMALL }) });
    const started = { worker, waiting };
    worker.on('message', (response: Response) => {
      settle(waiting, response);
      // An idle thread must not keep the program alive.
      if (waiting.size === 0) worker.unref();
    });
    const end = (thrown: unknown): void => {
      if (running === started) running = undefined;
      for (const { reject } of waiting.values()) reject(endedEarly(served, thrown));
      waiting.clear();
    };
    // After an error, the next request starts another thread before this one exits.
    worker.once('error', end);
    worker.once('exit', end);
    return started;
  }

  return {
    send: (call, ...given) => {
      running ??= start();
      const { worker, waiting } = running;
      last += 1;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(last, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: last, call, given } satisfies Request);
      return { id: last, done: promise };
    },
    close: async () => {
      await running?.worker.terminate();
    },
  };
}

function settle(waiting: Map<number, Waiting>, response: Response): void {
  const one = waiting.get(response.id);
  waiting.delete(response.id);
  if ('failed' in response) one?.reject(unpackError(response.failed));
  else one?.resolve(response.value);
}
