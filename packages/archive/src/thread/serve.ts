import { parentPort, workerData } from 'node:worker_threads';
import { openArchive } from '../archive.ts';
import { openMemory } from '../memory/store.ts';
import type { Archive, Found } from '../port.ts';
import { endedEarly, packError, type Call, type Request, type Served } from './messages.ts';

/** Each kind of store has some of the calls, and is only sent these. */
type Store = Pick<Archive, 'read'> & { readonly [Name in Call | 'put']?: unknown };

/**
 * Serves the archive or the memory that `workerData` names from a separate thread, because SQLite blocks the thread that
 * it runs in.
 */
export function serveArchive(): void {
  const served = workerData as Served;
  const readings = new Map<number, AsyncGenerator<Found, void, undefined>>();
  let opened: Store | undefined;

  async function answer({ id, call, given }: Request): Promise<unknown> {
    opened ??= open(served);
    if (call === 'read') {
      readings.set(id, opened.read(...(given as Parameters<Archive['read']>)));
      return undefined;
    }
    if (call === 'next' || call === 'stop') return move(call, Number(given[0]));
    return (opened[call] as (...args: readonly unknown[]) => unknown)(...given);
  }

  async function move(call: 'next' | 'stop', reading: number): Promise<Found | undefined> {
    const events = readings.get(reading);
    // The thread that began this reading has died, and this one has taken its place.
    if (events === undefined && call === 'next') throw endedEarly(served);
    const step = call === 'next' ? await events?.next() : await events?.return();
    const found = step?.done === false ? step.value : undefined;
    if (found === undefined) readings.delete(reading);
    return found;
  }

  parentPort?.on('message', (request: Request) => {
    const { id } = request;
    answer(request).then(
      (value) => parentPort?.postMessage({ id, value }),
      (thrown: unknown) => parentPort?.postMessage({ id, failed: packError(thrown) }),
    );
  });
}

function open(served: Served): Store {
  return 'memory' in served ? openMemory(served.memory) : openArchive(served.folder, { readOnly: true });
}
