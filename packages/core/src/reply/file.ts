import type { AuditEvent } from '../event.ts';
import type { EventStream } from '../questions/search.ts';

/** The events of a file that is being written, and how many have gone by. */
export interface CountedEvents {
  readonly runs: AsyncIterable<readonly AuditEvent[]>;
  readonly count: () => number;
}

/** Counts the events of a stream while somebody writes them. */
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

/** Lines in larger pieces: a disk does not want them one by one. */
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
