import { parentPort, workerData } from 'node:worker_threads';
import { openArchive } from '../archive.ts';
import type { Archive, Found } from '../port.ts';
import { packError, type Request } from './messages.ts';

/** Serves the archive in `workerData` from a separate thread, because SQLite blocks the thread that it runs in. */
export function serveArchive(): void {
  const { folder } = workerData as { readonly folder: string };
  const readings = new Map<number, AsyncGenerator<Found, void, undefined>>();
  let opened: Archive | undefined;

  async function answer({ id, call, given }: Request): Promise<unknown> {
    opened ??= openArchive(folder, { readOnly: true });
    if (call === 'read') {
      readings.set(id, opened.read(...(given as Parameters<Archive['read']>)));
      return undefined;
    }
    if (call === 'next' || call === 'stop') return move(call, Number(given[0]));
    return (opened[call] as (...args: readonly unknown[]) => Promise<unknown>)(...given);
  }

  async function move(call: 'next' | 'stop', reading: number): Promise<Found | undefined> {
    const events = readings.get(reading);
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
