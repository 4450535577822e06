import { must, type Benchmark, type Finding, type Size } from '../benchmark.ts';
import { measure, startService } from '../processes.ts';
import type { Walked } from '../walk/walker.ts';
import type { ReadOnce, Task } from './reader.ts';

/** By default V8 may use more memory than it needs; these flags leave it little room for that. */
const TIGHT = ['--max-old-space-size=64', '--max-semi-space-size=4'];
const MOST_MB = 64;
const MOST_UNLIMITED_MB = 160;
const MOST_IN_SERVER_MB = 115;

export const benchmark: Benchmark = {
  name: 'memory',
  title: 'Memory',
  about: `Events of Zendesk go to an NDJSON file, and are summarised: the peak of resident memory above what the process took before
its first request. The vendor is another process. Node grows its heap before it collects, more on machines with more memory; so
the need is measured with a heap of 64 MB (\`${TIGHT.join(' ')}\`), and what Node takes without a limit is shown
beside it, also with the settings that the MCP server makes with its first call and the command line with every command (the
heap grows in small steps). "Bare" is the loop that only calls JSON.parse and keeps nothing.`,
  run: async (size) => {
    const findings: Finding[] = [];
    for (const events of size === 'full' ? [100_000, 1_000_000] : [1000]) {
      findings.push(...(await measureAll(events, size)));
    }
    return findings;
  },
};

async function measureAll(events: number, size: Size): Promise<Finding[]> {
  const service = await startService('vendors/simulated-vendor.ts', 'zendesk', String(events));
  const rounds = size === 'full' && events <= 100_000 ? 3 : 1;
  const peaks = async (task: Task, flags: readonly string[], host = 'any'): Promise<number[]> => {
    const found: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await measure<ReadOnce>('volume/reader.ts', [task, service.said, 'unpaced', host], flags);
      must(one.events === events, `${task} found ${one.events} of ${events} events`);
      found.push(one.peakMb);
    }
    return found;
  };
  const many = events.toLocaleString('en');
  try {
    const bare = await measure<Walked>('walk/walker.ts', ['bare', service.said]);
    return [
      ours(`export, ${many} events, in 64 MB`, await peaks('export', TIGHT), { most: MOST_MB }),
      ours(`summary, ${many} events, in 64 MB`, await peaks('summarize', TIGHT), { most: MOST_MB }),
      ours(`export, ${many} events, no limit`, await peaks('export', []), { most: MOST_UNLIMITED_MB }),
      ours(`export, ${many} events, as the MCP server`, await peaks('export', [], 'mcp'), { most: MOST_IN_SERVER_MB }),
      { what: `bare loop, ${many} events, no limit`, unit: 'MB', whose: 'limit', rounds: [bare.peakMb] },
    ];
  } finally {
    await service.stop();
  }
}

function ours(what: string, rounds: readonly number[], target?: Finding['target']): Finding {
  return { what, unit: 'MB', whose: 'ours', rounds, ...(target && { target }) };
}
