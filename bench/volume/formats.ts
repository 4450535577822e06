import { connect, events, providers, type AuditEvent, type Connection } from '@trailhound/core';
import { FILE_FORMATS, FILE_FORMAT_NAMES, type FileFormatName } from '@trailhound/core/siem';
import { nodePorts } from '@trailhound/host';
import { startSimulator } from '@trailhound/simulator';
import { must, type Benchmark, type Finding, type Target } from '../benchmark.ts';
import { shareFilled } from '../../packages/core/test/siem/recommended.ts';
import { KINDS, LOGS, MONTH, unpaced, VENDORS, WINDOW } from '../vendors/facts.ts';

interface Cost {
  readonly µs: number;
  readonly bytes: number;
}

const TARGETS: Readonly<Partial<Record<FileFormatName, { readonly plain: number; readonly raw: number }>>> = {
  ocsf: { plain: 900, raw: 2200 },
};
const MOST_MICROSECONDS: Target = { most: 20 };

export const benchmark: Benchmark = {
  name: 'formats',
  title: 'Formats of files',
  about: `The same events of three simulated products in each format, with the vendor's entry and without it: CPU time and size of one
event, from the event in memory to its line as text. And how many of the attributes that OCSF recommends are filled, where the log
states what belongs there.`,
  run: async (size) => {
    const [count, rounds] = size === 'full' ? [20_000, 5] : [50, 1];
    const read = await eventsOf(count);
    must(read.length > 0, 'no events');
    const findings: Finding[] = [];
    for (const format of FILE_FORMAT_NAMES) {
      for (const raw of [false, true]) findings.push(...(await costsOf(read, format, raw, rounds)));
    }
    return [...findings, recommended(read)];
  },
};

function recommended(read: readonly AuditEvent[]): Finding {
  const what = 'OCSF: recommended attributes that are filled';
  return { what, unit: '%', whose: 'ours', rounds: [100 * shareFilled(read)], target: { least: 60 } };
}

async function costsOf(
  read: readonly AuditEvent[],
  format: FileFormatName,
  raw: boolean,
  rounds: number,
): Promise<Finding[]> {
  await costOf(read, format, raw);
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round += 1) costs.push(await costOf(read, format, raw));
  const what = `${FILE_FORMATS[format].label}${raw ? " with the vendor's entry" : ''}`;
  const target = TARGETS[format];
  return [
    {
      what: `${what}: CPU for an event`,
      unit: 'µs',
      whose: 'ours',
      rounds: costs.map(({ µs }) => µs),
      ...(target && !raw && { target: MOST_MICROSECONDS }),
    },
    {
      what: `${what}: size of an event`,
      unit: 'bytes',
      whose: 'ours',
      rounds: costs.slice(0, 1).map(({ bytes }) => bytes),
      ...(target && { target: { most: raw ? target.raw : target.plain } }),
    },
  ];
}

async function costOf(read: readonly AuditEvent[], format: FileFormatName, raw: boolean): Promise<Cost> {
  const { text } = FILE_FORMATS[format];
  let bytes = 0;
  const began = process.cpuUsage();
  for await (const chunk of text([read], { raw })) bytes += Buffer.byteLength(chunk);
  const { user, system } = process.cpuUsage(began);
  return { µs: (user + system) / read.length, bytes: bytes / read.length };
}

async function eventsOf(count: number): Promise<AuditEvent[]> {
  const simulator = await startSimulator({ events: count, ...WINDOW, vendors: [...VENDORS], unlimited: true });
  const ports = nodePorts();
  try {
    const connections = VENDORS.map((vendor): Connection => {
      const kind = KINDS[vendor];
      const credential = { kind, values: simulator.credentials(vendor)[kind] ?? {} };
      return connect(unpaced(providers[vendor]), { site: simulator.baseUrl(vendor), credential }, ports);
    });
    const found: AuditEvent[] = [];
    const query = { ...MONTH, logs: Object.values(LOGS) };
    for await (const run of events(connections, query, { raw: true }).runs()) found.push(...run);
    return found;
  } finally {
    await ports.close();
    await simulator.close();
  }
}
