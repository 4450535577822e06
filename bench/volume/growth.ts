import { must, spread, type Benchmark, type Finding } from '../benchmark.ts';
import { measure, startService } from '../processes.ts';
import type { Walked } from '../walk/walker.ts';
import type { ReadOnce, Task } from './reader.ts';

const SIZES = { full: [1000, 10_000, 100_000, 1_000_000], smoke: [100, 1000] } as const;
const PAGE_OF_SEARCH = 50;

export const benchmark: Benchmark = {
  name: 'growth',
  title: 'Growing with the work',
  about: `A month of a Zendesk log with a thousand events, and with a million. Processor time per event of a walk through it should
stay as it is; a search for the newest 50 should take as long in the one as in the other. Small logs
are dominated by the start of the process's own code, so the walk is compared from 10,000 on. The summary of a million is also
set against the bare loop that only calls JSON.parse.`,
  run: async (size) => {
    const measured = [];
    for (const events of SIZES[size]) measured.push(await measureAt(events));
    const [first, last] = [measured.at(size === 'full' ? 1 : 0), measured.at(-1)];
    must(first !== undefined && last !== undefined, 'nothing was measured');
    const search = measured.map((at) => at.search);
    return [
      ...measured.map(({ events, search: ms }) => finding(`search for 50 of ${name(events)}`, 'ms', [ms])),
      ratio('search, largest : smallest log', (search.at(-1) ?? 0) / (search[0] ?? 1), 1.5),
      ratio(
        `walk per event, ${name(last.events)} : ${name(first.events)}`,
        perEvent(last, 'walk') / perEvent(first, 'walk'),
        1.2,
      ),
      ratio(`summary of ${name(last.events)} : bare loop, processor`, last.summarize.cpuMs / last.bare.cpuMs, 1.8),
      ratio(`summary of ${name(last.events)} : bare loop, time`, last.summarize.wallMs / last.bare.wallMs),
    ];
  },
};

type Took = Pick<Walked, 'wallMs' | 'cpuMs'>;

interface Measured {
  readonly events: number;
  readonly bare: Took;
  readonly walk: Took;
  readonly summarize: Took;
  /** Milliseconds. */
  readonly search: number;
}

async function measureAt(events: number): Promise<Measured> {
  const service = await startService('vendors/simulated-vendor.ts', 'zendesk', String(events));
  const read = async (task: Task): Promise<Took> => {
    const { events: found, ...took } = await measure<ReadOnce>('volume/reader.ts', [task, service.said]);
    const expected = task === 'search' ? Math.min(PAGE_OF_SEARCH, events) : events;
    must(found === expected, `${task} found ${found} of ${expected} events`);
    return took;
  };
  const walk = async (contestant: string): Promise<Took> => {
    const { events: found, ...took } = await measure<Walked>('walk/walker.ts', [contestant, service.said]);
    must(found === events, `${contestant} found ${found} of ${events} entries`);
    return took;
  };
  try {
    const searches = [await read('search'), await read('search'), await read('search')];
    const search = spread(searches.map(({ wallMs }) => wallMs)).median;
    return {
      events,
      search,
      bare: await walk('bare'),
      walk: await walk('core+redact'),
      summarize: await read('summarize'),
    };
  } finally {
    await service.stop();
  }
}

function perEvent(measured: Measured, what: 'walk' | 'summarize'): number {
  return measured[what].cpuMs / measured.events;
}

function name(events: number): string {
  return events.toLocaleString('en');
}

function finding(what: string, unit: Finding['unit'], rounds: readonly number[]): Finding {
  return { what, unit, rounds, whose: 'ours' };
}

function ratio(what: string, value: number, most?: number): Finding {
  return { ...finding(what, 'times', [value]), ...(most === undefined ? {} : { target: { most } }) };
}
