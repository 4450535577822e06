import type { Memory, Taken } from '../memory/store.ts';
import type { ArchiveReader, Ask, Found } from '../port.ts';
import { openChannel, type Channel } from './channel.ts';
import { CALLS } from './messages.ts';

/** Reads an archive in a thread, so that the event loop is not blocked. `file` is a module that calls `serveArchive`. */
export function readInThread(file: URL, folder: string): ArchiveReader {
  const { send, close } = openChannel(file, { folder });
  const calls = Object.fromEntries(
    CALLS.map((call) => [call, async (...given: readonly unknown[]) => send(call, ...given).done]),
  ) as unknown as Pick<ArchiveReader, (typeof CALLS)[number]>;
  return { folder, ...calls, read: (ask) => readFrom(send, ask), close };
}

/** A store in memory, in a thread of its own that starts with the first call. */
export interface MemoryInThread extends Memory {
  readonly close: () => Promise<void>;
}

/** Keeps events in the memory of a thread, so that storing does not block the event loop. It has at most so many bytes. */
export function rememberInThread(file: URL, most: number): MemoryInThread {
  const { send, close } = openChannel(file, { memory: most });
  return {
    put: async (piece) => send('put', piece).done as Promise<Taken>,
    read: (ask) => readFrom(send, ask),
    close,
  };
}

/** Functions cannot be sent to a thread, so it returns complete events, which are filtered and stripped here. */
async function* readFrom(
  send: Channel['send'],
  { matches, raw, brief, ...ask }: Ask,
): AsyncGenerator<Found, void, undefined> {
  const plain = matches === undefined ? { ...ask, raw, brief } : ask;
  const { id, done } = send('read', plain);
  await done;
  let ended = false;
  try {
    for (;;) {
      const found = (await send('next', id).done) as Found | undefined;
      ended = found === undefined;
      if (found === undefined) return;
      yield matches === undefined ? found : { ...found, events: passing(found, matches, { raw, brief }) };
    }
  } finally {
    if (!ended) await send('stop', id).done;
  }
}

function passing(
  { events }: Found,
  matches: NonNullable<Ask['matches']>,
  { raw, brief }: Pick<Ask, 'raw' | 'brief'>,
): Found['events'] {
  const kept = events.filter(({ event }) => matches(event));
  if (raw !== false && brief !== true) return kept;
  return kept.map((dated) => {
    const { event } = dated;
    const shown = raw === false ? { ...event, raw: undefined } : event;
    return { ...dated, event: brief === true ? { ...shown, message: '', changes: [] } : shown };
  });
}
