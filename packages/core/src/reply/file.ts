import type { AuditEvent } from '../event.ts';
import type { EventStream } from '../questions/search.ts';

/** The events of a file that is being written, and a running count. */
export interface CountedEvents {
  readonly runs: AsyncIterable<readonly AuditEvent[]>;
  readonly count: () => number;
}

/** Counts the events of a stream as they pass through. */
export function counted(stream: Pick<EventStream, 'runs'>): CountedEvents {
  let count = 0;
  async function* passing(): AsyncGenerator<readonly AuditEvent[]> {
    for await (const run of stream.runs()) {
      count += run.length;
      yield run;
    }
  }
  return { runs: passing(), count: () => count };
}

const BLOCK = 64 * 1024;

/** Joins lines into larger blocks, because writing them one by one is slow. */
export async function* inBlocks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let block = '';
  for await (const line of lines) {
    block += line;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}
