import { must, type Benchmark, type Finding, type Size } from '../benchmark.ts';
import { measure, startService } from '../processes.ts';
import { VENDORS, type Measured } from '../vendors/facts.ts';
import type { Contestant } from './contestants.ts';
import type { Walked } from './walker.ts';

const ALL = ['bare', 'floor', 'core', 'core+redact', 'bare+zod', 'got.paginate'] as const satisfies Contestant[];

/** The names of the contestants; all are measured relative to the bare loop. */
const NAMES: Readonly<Record<Contestant, string>> = {
  bare: 'the bare loop',
  floor: 'the floor',
  core: 'Trailhound without redaction',
  'core+redact': 'Trailhound',
  'bare+zod': 'undici and zod',
  'got.paginate': 'got.paginate',
};

const WHOSE: Partial<Record<Contestant, Finding['whose']>> = {
  bare: 'limit',
  floor: 'limit',
  core: 'ours',
  'core+redact': 'ours',
};

/** Targets for CPU time, relative to the bare loop. */
const TARGETS: Readonly<Record<Measured, Partial<Record<Contestant, number>>>> = {
  zendesk: { core: 2.1, 'core+redact': 3.2 },
  gong: { core: 2, 'core+redact': 2.8 },
  ashby: { core: 1.7, 'core+redact': 2.6 },
};

/** The most entries per second that a vendor allows, if it says so, and the share of a core they may take. */
const FULL_PACE: Partial<Record<Measured, { readonly perSecond: number; readonly most: number }>> = {
  zendesk: { perSecond: (2500 * 100) / 60, most: 6.5 },
  gong: { perSecond: 3 * 100, most: 0.8 },
};

const CHART = 'Walking 100,000 recorded Zendesk entries: processor time, the bare loop being 1';

export const benchmark: Benchmark = {
  name: 'walk',
  title: 'Walking a log',
  about: `One log of 100,000 entries, in 1,000 pages, from the first to the last. Trailhound fetches, validates, turns entries
into events with uids, and replaces secrets. The limit that it is measured by, the bare loop, goes over undici and only calls
JSON.parse. The floor makes one object and one hash of each entry besides, checks nothing and hides nothing: nobody can give
events for less. The figure that counts is processor time: vendors answer in tenths of a second, and what a page takes here
hides behind that. So it is also given as microseconds per entry, and as the share of one core that Trailhound takes
at a vendor's full pace (Zendesk 2,500 requests a minute, Gong 3 a second, 100 entries each). The peers do less than Trailhound: \`got.paginate\` parses, the other checks each entry with a plain zod schema. Each
walk is a process of its own; time counts from its first request, processor time is that process's alone. The vendor is another
process. "Recorded" pages were made before, so that nothing hides behind a slow vendor; the "simulator" makes each page when
it is asked for one, as a vendor would, and Trailhound works while it waits. Recorded ids are as long as the vendors' own.`,
  run: async (size) => {
    const findings: Finding[] = [];
    for (const vendor of VENDORS) {
      findings.push(...(await compare(vendor, 'recorded', ALL, size)));
      findings.push(...(await compare(vendor, 'simulated', ['bare', 'core', 'core+redact'], size)));
    }
    return findings;
  },
};

async function compare(
  vendor: Measured,
  how: 'recorded' | 'simulated',
  contestants: readonly Contestant[],
  size: Size,
): Promise<Finding[]> {
  const [events, rounds] = size === 'full' ? [100_000, how === 'recorded' ? 5 : 2] : [1000, 1];
  const service = await startService(`vendors/${how}-vendor.ts`, vendor, String(events));
  try {
    const walks: Record<string, Walked>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const walked: Record<string, Walked> = {};
      for (const contestant of contestants) {
        const one = await measure<Walked>('walk/walker.ts', [contestant, service.said]);
        must(one.events === events, `${contestant} found ${one.events} of ${events} entries of ${vendor}`);
        walked[contestant] = one;
      }
      walks.push(walked);
    }
    return contestants.flatMap((one) => toFindings(one, { vendor, how, walks }, events));
  } finally {
    await service.stop();
  }
}

interface Compared {
  readonly vendor: Measured;
  readonly how: 'recorded' | 'simulated';
  readonly walks: readonly Readonly<Record<string, Walked>>[];
}

function toFindings(contestant: Contestant, compared: Compared, events: number): Finding[] {
  const { vendor, how, walks } = compared;
  const whose = WHOSE[contestant] ?? 'peer';
  const name = `${vendor}, ${how === 'recorded' ? 'recorded' : 'simulator'}: ${NAMES[contestant]}`;
  const wall: Finding = { what: `${name}, time`, unit: 'times', whose, rounds: ratios(contestant, walks, 'wallMs') };
  if (how === 'simulated') return contestant === 'bare' ? [] : [wall];
  const perEvent = walks.flatMap(({ [contestant]: one }) => (one ? [(one.cpuMs * 1000) / events] : []));
  const each: Finding = { what: `${name}, processor per entry`, unit: 'µs', whose, rounds: perEvent };
  if (contestant === 'bare') return [each];
  const most = TARGETS[vendor][contestant];
  const processor: Finding = {
    what: `${name}, processor`,
    unit: 'times',
    whose,
    rounds: ratios(contestant, walks, 'cpuMs'),
    ...(most === undefined ? {} : { target: { most } }),
    ...(vendor === 'zendesk' ? { chart: CHART, label: NAMES[contestant] } : {}),
  };
  return [processor, each, ...shareOfCore(contestant, vendor, perEvent), wall];
}

function ratios(contestant: Contestant, walks: Compared['walks'], of: 'cpuMs' | 'wallMs'): number[] {
  return walks.flatMap(({ [contestant]: one, bare }) => (one && bare ? [one[of] / bare[of]] : []));
}

function shareOfCore(contestant: Contestant, vendor: Measured, perEvent: readonly number[]): Finding[] {
  const pace = FULL_PACE[vendor];
  if (contestant !== 'core+redact' || pace === undefined) return [];
  const { perSecond, most } = pace;
  const rounds = perEvent.map((microseconds) => (microseconds * perSecond) / 10_000);
  return [{ what: `${vendor}: share of a core at full pace`, unit: '%', whose: 'ours', rounds, target: { most } }];
}
