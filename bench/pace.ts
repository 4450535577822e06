import { must, type Benchmark, type Finding, type Size } from './benchmark.ts';
import { measure, startService } from './processes.ts';
import type { ReadOnce } from './volume/reader.ts';
import type { Walked } from './walk/walker.ts';

interface Course {
  readonly vendor: 'gong' | 'zendesk';
  /** The limits of the simulated vendor. */
  readonly switches: Readonly<Record<string, number>>;
  readonly perSecond: number;
  readonly label: string;
  readonly pages: number;
  readonly faster?: number;
  /** The target, in percent of the pace that the vendor allows. */
  readonly share: number;
}

const LATENCY_MS = 200;
const CHART = 'Reading 100 pages of Zendesk at 200 ms, 2,500 requests a minute: how many times as fast';
const COURSES: readonly Course[] = [
  {
    vendor: 'zendesk',
    switches: { limitPerMinute: 2500 },
    perSecond: 2500 / 60,
    label: 'Zendesk, 2,500 a minute',
    pages: 100,
    faster: 6,
    share: 95,
  },
  {
    vendor: 'zendesk',
    switches: { limitPerMinute: 2500 },
    perSecond: 2500 / 60,
    label: 'Zendesk, 2,500 a minute, 1,000 pages',
    pages: 1000,
    share: 95,
  },
  {
    vendor: 'zendesk',
    switches: { limitPerMinute: 700 },
    perSecond: 700 / 60,
    label: 'Zendesk, 700 a minute',
    pages: 100,
    share: 97,
  },
  {
    vendor: 'zendesk',
    switches: { limitPerMinute: 700 },
    perSecond: 700 / 60,
    label: 'Zendesk, 700 a minute, 1,000 pages',
    pages: 1000,
    share: 97,
  },
  // At Gong's real limit the sequential walk would be rejected, so it runs without one, which is in its favour.
  { vendor: 'gong', switches: {}, perSecond: 3, label: 'Gong, 3 a second', pages: 100, share: 93 },
];

export const benchmark: Benchmark = {
  name: 'pace',
  title: 'Within what the vendor allows',
  about: `A window of 100 pages, or of 1,000, from a vendor that takes ${LATENCY_MS} ms for every answer. Trailhound keeps the vendor's rate limit, reads
stretches of the window side by side and gives the events in order; the other follows one cursor, as every peer does. "Of the
pace" is how much of the fastest possible time at that rate, a request for each full page, was reached; more than 100 % is what a vendor that counts by the minute takes at once. The walk along one cursor
keeps no rate limit and meets none; at Gong's real one it would be refused.`,
  run: async (size) => {
    const findings: Finding[] = [];
    for (const course of COURSES) findings.push(...(await race(course, size)));
    return findings;
  },
};

async function race(
  { vendor, switches, perSecond, label, faster, share, pages: all }: Course,
  size: Size,
): Promise<Finding[]> {
  const [pages, latencyMs, rounds] = size === 'full' ? [all, LATENCY_MS, faster === undefined ? 1 : 3] : [3, 20, 1];
  const given = JSON.stringify({ ...switches, latencyMs });
  const service = await startService('vendors/simulated-vendor.ts', vendor, String(pages * 100), given);
  const [times, shares]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const ours = await measure<ReadOnce>('volume/reader.ts', ['export', service.said, 'paced']);
      const walked = await measure<Walked>('walk/walker.ts', ['bare', service.said]);
      must(ours.events === pages * 100 && walked.events === ours.events, `${label}: ${ours.events} events`);
      times.push(walked.wallMs / ours.wallMs);
      shares.push((100 * (pages / perSecond) * 1000) / ours.wallMs);
    }
  } finally {
    await service.stop();
  }
  const target = faster === undefined ? {} : { target: { least: faster }, chart: CHART, label: 'Trailhound' };
  const cursor: Finding[] =
    faster === undefined
      ? []
      : [
          {
            what: `${label}: one cursor`,
            label: 'One cursor',
            unit: 'times',
            whose: 'peer',
            rounds: [1],
            chart: CHART,
          },
        ];
  return [
    ...cursor,
    { what: `${label}: one cursor : Trailhound`, unit: 'times', whose: 'ours', rounds: times, ...target },
    { what: `${label}: of the pace`, unit: '%', whose: 'ours', rounds: shares, target: { least: share } },
  ];
}
