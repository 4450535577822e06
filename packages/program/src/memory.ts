import type { MemoryInThread } from '@trailhound/archive';
import type { Connection } from '@trailhound/core';
import { originKey, originOf, sharedSource, subtract, type SpanSource, type WantedSpan } from '@trailhound/core/source';
import { createQueue, type MemoryQueue } from './memory-queue.ts';
import { recordingSource, type Recorded } from './recorder.ts';
import { createOwners, createRemembered, type Remembered } from './remembered.ts';

/** What a program has read, kept in memory as long as it runs. */
export interface OpenMemory {
  /** Answers from memory, and from the vendors, whose answers it keeps. */
  readonly source: SpanSource;
  /** To be called when an answer has gone out: nothing is loaded or stored before the first one. */
  readonly answered: () => void;
  readonly close: () => Promise<void>;
}

interface MemoryWish {
  /** How much may be kept; 0 for nothing. */
  readonly megabytes: number;
  /** The module of a thread that calls `serveArchive`. */
  readonly thread: URL;
  /** Called when something could not be kept. */
  readonly failed: (thrown: unknown) => void;
}

const MEGABYTE = 1024 * 1024;
/** How much of what may be kept may be stored: the rest is for what waits. */
const STORED = 3 / 4;
/** Where so much is waiting, storing cannot wait for the first answer. */
const EARLY = 1 / 2;

interface State {
  readonly thread: URL;
  /** How many bytes may be kept. */
  readonly most: number;
  readonly isOwner: (connection: Connection) => boolean;
  readonly remembered: Remembered;
  readonly queue: MemoryQueue;
  /** Reads from the vendors, and records. */
  readonly behind: SpanSource;
  /** How many bytes are stored. */
  stored: number;
  /** Set once something is to be stored. */
  loading: Promise<Loaded> | undefined;
}

interface Loaded {
  readonly memory: MemoryInThread;
  readonly source: SpanSource;
}

/** The memory of a program, if it may have one. */
export function openMemoryOf({ megabytes, thread, failed }: MemoryWish): OpenMemory | undefined {
  if (megabytes === 0) return undefined;
  const most = megabytes * MEGABYTE;
  const [isOwner, remembered] = [createOwners(), createRemembered()];
  const queue = createQueue(most * EARLY, (thrown) => {
    remembered.clear();
    failed(thrown);
  });
  const recording = recordingSource({
    most,
    hasRoom: (connection) => isOwner(connection) && state.stored + queue.bytes() < most,
    keep: (recorded) => keep(state, recorded),
  });
  const behind = sharedSource(recording);
  const state: State = { thread, most, isOwner, remembered, queue, behind, stored: 0, loading: undefined };
  return {
    source: {
      read: async function* read(span, options) {
        const loaded = isOwner(span.connection) ? await state.loading?.catch(() => undefined) : undefined;
        yield* (loaded?.source ?? behind).read(span, options);
      },
      // Counting what is in memory costs no request.
      counter: (span) => (isKnown(state, span) ? undefined : behind.counter?.(span)),
    },
    answered: queue.start,
    close: async () => {
      queue.close();
      await (await state.loading)?.memory.close();
    },
  };
}

function keep(state: State, recorded: Recorded): void {
  const { connection, log, windows, bytes } = recorded;
  const store = (): Promise<void> => storeIn(state, recorded);
  state.queue.put({ log: originKey(originOf(connection, log)), windows, bytes, store });
}

async function storeIn(state: State, { connection, log, windows, events, readAt }: Recorded): Promise<void> {
  const { memory } = await (state.loading ??= load(state));
  const name = originOf(connection, log);
  const { gone, bytes } = await memory.put({ log: name, windows, events, readAt });
  state.stored = bytes;
  state.remembered.add(name, windows, readAt);
  gone.forEach(state.remembered.drop);
}

async function load({ thread, most, remembered, queue, behind }: State): Promise<Loaded> {
  const { memorySource, rememberInThread } = await import('@trailhound/archive');
  const memory = rememberInThread(thread, most * STORED);
  const source = memorySource(
    {
      read: memory.read,
      covered: async ({ connection, log, window }, { now }) => {
        const name = originOf(connection, log.id);
        await queue.stored(originKey(name), window);
        return remembered.believed(name, log.overlapMs, now);
      },
      failed: ({ connection, log, window }) => remembered.drop({ log: originOf(connection, log.id), ...window }),
    },
    behind,
  );
  return { memory, source };
}

/** Whether all of a span is in memory, or about to be. */
function isKnown({ loading, isOwner, remembered, queue }: State, span: WantedSpan): boolean {
  const { connection, log, window, filters } = span;
  if (loading === undefined || !isOwner(connection) || Object.keys(filters).length > 0) return false;
  const name = originOf(connection, log.id);
  const kept = remembered.believed(name, log.overlapMs, connection.ports.now());
  return subtract(window, [...kept, ...queue.windowsOf(originKey(name))]).length === 0;
}
