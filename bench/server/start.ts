import path from 'node:path';
import { must, type Benchmark, type Finding } from '../benchmark.ts';
import { startService } from '../processes.ts';
import type { Target } from '../vendors/facts.ts';
import { bareServer, BIN, generatedServer, genericServer, installed, installedOurs, weigh } from './peers.ts';
import { startPeer, type Program } from './rpc.ts';

const TOOLS = 'From start to the list of tools';
const PACKAGES = 'Packages that npm installs';

export const benchmark: Benchmark = {
  name: 'start',
  title: 'Starting',
  about: `From starting a process to its list of tools, over stdio, and for Trailhound with \`--demo\` (which starts three simulated
vendors too) to the first answer. The limit is a server with one tool, bundled from the same SDK. The peers are two published
servers that make tools of OpenAPI documents, on Zendesk's: @ivotoby/openapi-mcp-server 1.16.1, and what
openapi-mcp-generator 4.0.1 generates. The program itself is started, without \`npx\`, which would cost all of them the same.
Memory is resident memory with the list given. Packages and sizes are what plain npm put into an empty folder.`,
  run: async (size) => {
    const rounds = size === 'full' ? 11 : 2;
    const vendor = await startService('vendors/simulated-vendor.ts', 'zendesk', '100');
    try {
      const programs = await allPrograms(JSON.parse(vendor.said) as Target);
      const starts = await race(programs, rounds);
      return [...timings(starts), ...(await firstAnswer(rounds)), ...(await installs(size === 'full'))];
    } finally {
      await vendor.stop();
    }
  },
};

type Name = 'bare' | 'ours' | 'generic' | 'generated';
type Took = Readonly<Record<'ms' | 'cpuMs' | 'mb', number>>;
type Start = Readonly<Record<Name, Took>>;

async function allPrograms(target: Target): Promise<Readonly<Record<Name, Program>>> {
  const { email = '', apiToken = '' } = target.credential.values;
  const env = { ZENDESK_BASE_URL: target.site, ZENDESK_EMAIL: email, ZENDESK_API_TOKEN: apiToken };
  return {
    bare: await bareServer(),
    ours: { args: [BIN], env },
    generic: await genericServer(target),
    generated: await generatedServer('zendesk'),
  };
}

async function race(programs: Readonly<Record<Name, Program>>, rounds: number): Promise<Start[]> {
  const starts: Start[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start: Partial<Record<Name, Took>> = {};
    for (const [name, program] of Object.entries(programs)) {
      const began = performance.now();
      const peer = await startPeer(program);
      const tools = await peer.tools();
      const ms = performance.now() - began;
      must(tools.length > 0, `${name} has no tools`);
      start[name as Name] = { ms, cpuMs: await peer.cpuMs(), mb: await peer.memoryMb() };
      await peer.stop();
    }
    starts.push(start as Start);
  }
  return starts;
}

const LABELS: Readonly<Record<Name, readonly [string, Finding['whose']]>> = {
  bare: ['One tool on the same SDK', 'limit'],
  ours: ['Trailhound', 'ours'],
  generic: ['@ivotoby/openapi-mcp-server', 'peer'],
  generated: ['openapi-mcp-generator', 'peer'],
};

function timings(starts: readonly Start[]): Finding[] {
  const names = Object.keys(LABELS) as Name[];
  const rows = (unit: 'ms' | 'MB', of: (start: Start[Name]) => number, about: string): Finding[] =>
    names.map((name) => {
      const [label, whose] = LABELS[name];
      const chart = unit === 'ms' ? { chart: TOOLS } : {};
      return {
        what: `${label}, ${about}`,
        label,
        unit,
        whose,
        rounds: starts.map((start) => of(start[name])),
        ...chart,
      };
    });
  const ratio = (of: 'ms' | 'cpuMs'): number[] => starts.map(({ ours, bare }) => ours[of] / bare[of]);
  const ours = { unit: 'times', whose: 'ours' } as const;
  return [
    { ...ours, what: 'Trailhound : one tool, to tools/list', rounds: ratio('ms'), target: { most: 1.15 } },
    { ...ours, what: 'Trailhound : one tool, to tools/list, processor', rounds: ratio('cpuMs') },
    ...rows('ms', ({ ms }) => ms, 'to tools/list'),
    ...rows('MB', ({ mb }) => mb, 'memory'),
  ];
}

async function firstAnswer(rounds: number): Promise<Finding[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const peer = await startPeer({ args: [BIN, '--demo'] });
    const answer = await peer.call('summarize_audit_logs', { since: '7d', by: ['verb'] });
    times.push(performance.now() - began);
    must(answer.includes('"exact":true'), `Not an answer: ${answer.slice(0, 200)}`);
    await peer.stop();
  }
  return [{ what: 'Trailhound --demo, to the first answer', unit: 'ms', whose: 'ours', rounds: times }];
}

async function installs(whole: boolean): Promise<Finding[]> {
  if (!whole) return [];
  const { args } = await generatedServer('zendesk');
  const generated = path.dirname(args.at(-1) ?? '');
  const folders = [
    ['ours', await installedOurs()],
    ['generic', await installed('generic', '@ivotoby/openapi-mcp-server')],
    ['generated', generated],
  ] as const;
  const weights = await Promise.all(
    folders.map(async ([name, folder]) => [LABELS[name], await weigh(folder)] as const),
  );
  const fewest = Math.min(...weights.slice(1).map(([, { packages }]) => packages));
  return weights.flatMap(([[label, whose], { packages, megabytes }]) => [
    {
      what: `${label}, packages installed`,
      label,
      unit: 'packages' as const,
      whose,
      rounds: [packages],
      chart: PACKAGES,
      ...(whose === 'ours' ? { target: { most: fewest - 1 } } : {}),
    },
    { what: `${label}, installed size`, unit: 'MB' as const, whose, rounds: [megabytes] },
  ]);
}
