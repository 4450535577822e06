import { must, type Benchmark, type Finding, type Size } from '../benchmark.ts';
import { measure, startService } from '../processes.ts';
import type { Target } from '../vendors/facts.ts';
import type { Contestant } from './contestants.ts';
import type { Walked } from './walker.ts';

const VENDORS = ['gong', 'zendesk', 'ashby'] as const;
const ALL = ['bare', 'core', 'core+redact', 'bare+zod', 'got.paginate'] as const satisfies Contestant[];

/** What each contestant is called; the bare loop is what all are measured by. */
const NAMES: Readonly<Record<Exclude<Contestant, 'bare'>, string>> = {
  core: 'Trailhound without redaction',
  'core+redact': 'Trailhound',
  'bare+zod': 'undici and zod',
  'got.paginate': 'got.paginate',
};

const TARGETS: Partial<Record<Contestant, number>> = { core: 1.25, 'core+redact': 1.5 };

export const benchmark: Benchmark = {
  name: 'walk',
  title: 'Walking a log',
  about: `One log of 100,000 entries, in 1,000 pages, from the first to the last. Trailhound fetches, validates, turns entries
into events with uids, and replaces secrets. The limit that it is measured by is a loop over undici that only calls
JSON.parse. The peers do less than Trailhound: \`got.paginate\` parses, the other checks each entry with a plain zod schema. Each
walk is a process of its own; time counts from its first request, processor time is that process's alone. The vendor is another
process. "Recorded" pages were made before, so that nothing hides behind a slow vendor; the "simulator" makes each page when
it is asked for one, as a vendor would, and Trailhound works while it waits.`,
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
  vendor: Target['vendor'],
  how: 'recorded' | 'simulated',
  contestants: readonly Contestant[],
  size: Size,
): Promise<Finding[]> {
  const [events, rounds] = size === 'full' ? [100_000, how === 'recorded' ? 3 : 2] : [1000, 1];
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
    return contestants.filter((one) => one !== 'bare').flatMap((one) => toFindings(one, { vendor, how, walks }));
  } finally {
    await service.stop();
  }
}

interface Compared {
  readonly vendor: Target['vendor'];
  readonly how: 'recorded' | 'simulated';
  readonly walks: readonly Readonly<Record<string, Walked>>[];
}

function toFindings(contestant: Exclude<Contestant, 'bare'>, { vendor, how, walks }: Compared): Finding[] {
  const ratios = (of: (walked: Walked) => number): number[] =>
    walks.flatMap(({ [contestant]: one, bare }) => (one && bare ? [of(one) / of(bare)] : []));
  const most = TARGETS[contestant];
  const common = {
    unit: 'times',
    whose: most === undefined ? 'peer' : 'ours',
    ...(most === undefined ? {} : { target: { most } }),
  } as const;
  const label = `${vendor}, ${how === 'recorded' ? 'recorded' : 'simulator'}: ${NAMES[contestant]}`;
  const chart =
    how === 'recorded' && vendor === 'zendesk'
      ? { chart: 'Walking 100,000 recorded Zendesk entries: time, the bare loop being 1', label: NAMES[contestant] }
      : {};
  const wall: Finding = { ...common, ...chart, what: `${label}, time`, rounds: ratios(({ wallMs }) => wallMs) };
  const cpu: Finding = { ...common, what: `${label}, processor`, rounds: ratios(({ cpuMs }) => cpuMs) };
  return how === 'recorded' ? [wall, cpu] : [wall];
}
