import { Worker } from 'node:worker_threads';
import { AuditError } from '@trailhound/core';
import { unpackError, type Request, type Response, type Served } from './messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (thrown: Error) => void;
}

/** A request that is waiting for its response. */
interface Sent {
  readonly id: number;
  readonly done: Promise<unknown>;
}

/** A thread with a store. It starts with the first request, and again after a crash. */
export interface Channel {
  readonly send: (call: Request['call'], ...given: readonly unknown[]) => Sent;
  readonly close: () => Promise<void>;
}

/** Beside what it keeps, a thread with a store in memory has little to remember. In megabytes. */
const SMALL = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };

export function openChannel(file: URL, served: Served): Channel {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const started = new Worker(file, { workerData: served, ...('memory' in served && { resourceLimits: SMALL }) });
    started.on('message', (response: Response) => {
      settle(waiting, response);
      // An idle thread must not keep the program alive.
      if (waiting.size === 0) started.unref();
    });
    const end = (thrown: unknown): void => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.values()) reject(gone(served, thrown));
      waiting.clear();
    };
    started.once('error', end);
    started.once('exit', end);
    return started;
  }

  return {
    send: (call, ...given) => {
      worker ??= start();
      last += 1;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(last, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: last, call, given } satisfies Request);
      return { id: last, done: promise };
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}

function settle(waiting: Map<number, Waiting>, response: Response): void {
  const one = waiting.get(response.id);
  waiting.delete(response.id);
  if ('failed' in response) one?.reject(unpackError(response.failed));
  else one?.resolve(response.value);
}

function gone(served: Served, thrown: unknown): AuditError {
  const what = 'folder' in served ? `the archive in ${served.folder}` : 'from memory';
  return new AuditError(
    {
      code: 'unavailable',
      message: `Reading ${what} ended unexpectedly`,
      hint: 'Ask again; if it happens again, run trailhound archive verify.',
    },
    { cause: thrown },
  );
}
