import { setTimeout as delay } from 'node:timers/promises';
import { hasN8n } from '../../apps/n8n-nodes/e2e/n8n.mts';
import { createInstance, type Instance } from '../../apps/n8n-nodes/e2e/instance.mts';
import { memoryOf } from '../../apps/n8n-nodes/e2e/process.mts';
import { auditLogs, manual, node, type Node, type Workflow } from '../../apps/n8n-nodes/e2e/workflows.mts';
import { must, type Benchmark, type Finding, type Size } from '../benchmark.ts';
import { startService } from '../processes.ts';
import { MONTH, type Target } from '../vendors/facts.ts';

/** Keeps the young generation small, so that resident memory reflects what is really needed. */
const FLAGS = '--max-semi-space-size=8';
/** Fewer events fit into the memory left over from n8n's start. */
const MANY = 100_000;
const MEMORY = 'Memory that n8n takes for 100,000 events';

export const benchmark: Benchmark = {
  name: 'n8n',
  title: 'In n8n',
  about: `The same Zendesk events in a real n8n 2.41.1: by Get Many with Return All, by Export to File, and by n8n's own HTTP Request node
with its pagination and a Split Out behind it, which gives an item for each entry as it came. Time is n8n's own for the
execution, memory is the peak of the server's resident memory above idle, so that some tens of megabytes that its start has left
free do not show. Each run has a server of its own, started with \`NODE_OPTIONS=${FLAGS}\`. The simulated Zendesk allows a billion requests a minute, and says so.`,
  run: async (size) => {
    if (size === 'smoke' && !hasN8n()) return [];
    const findings: Finding[] = [];
    for (const [events, rounds] of size === 'full'
      ? ([
          [10_000, 3],
          [100_000, 1],
        ] as const)
      : ([[300, 1]] as const)) {
      findings.push(...(await compare(events, rounds, size)));
    }
    return findings;
  },
};

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
}

const WAYS = ['many', 'file', 'request'] as const;
type Way = (typeof WAYS)[number];

async function compare(events: number, rounds: number, size: Size): Promise<Finding[]> {
  const vendor = await startService('vendors/simulated-vendor.ts', 'zendesk', String(events));
  const instance = createInstance();
  try {
    const target = JSON.parse(vendor.said) as Target;
    const data = { site: target.site, ...target.credential.values };
    const credential = { id: 'credential-zendesk', name: 'zendesk', type: 'zendeskAuditLogsApi', data };
    await instance.importAll([credential], Object.values(workflows(target)));
    const runs: Record<Way, Run>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const run: Partial<Record<Way, Run>> = {};
      for (const way of WAYS) run[way] = await execute(instance, way, events);
      runs.push(run as Record<Way, Run>);
    }
    return toFindings(events, runs, size);
  } finally {
    instance.remove();
    await vendor.stop();
  }
}

/** Runs a workflow on a fresh server. */
async function execute(instance: Instance, way: Way, events: number): Promise<Run> {
  const server = await instance.start({ NODE_OPTIONS: FLAGS });
  try {
    await delay(2000);
    const idle = memoryOf(server.pid);
    let peak = idle;
    const watch = setInterval(() => {
      peak = Math.max(peak, memoryOf(server.pid));
    }, 20);
    const began = performance.now();
    const id = await server.run(way, manual.name);
    let status = '';
    while (!['success', 'error', 'crashed'].includes(status)) {
      await delay(50);
      status = (await server.executionsOf(way)).find((execution) => execution.id === id)?.status ?? '';
    }
    const seconds = (performance.now() - began) / 1000;
    clearInterval(watch);
    const { outputs, error } = await server.execution(id);
    const last = outputs[LAST[way]] ?? [];
    const found = way === 'file' ? last[0]?.json['events'] : last.length;
    must(found === events, `n8n, ${way}: ${String(found)} of ${events} events. ${error?.message ?? ''}`);
    return { seconds, peakMb: peak - idle };
  } finally {
    await server.stop();
  }
}

const LAST: Readonly<Record<Way, string>> = { many: 'Many', file: 'File', request: 'Split' };

function workflows({ site, credential: { values } }: Target): Readonly<Record<Way, Workflow>> {
  const read = { resource: 'zendesk', ...MONTH };
  const authorization = `Basic ${btoa(`${values['email']}/token:${values['apiToken']}`)}`;
  const paged = {
    paginationMode: 'updateAParameterInEachRequest',
    parameters: {
      parameters: [{ type: 'qs', name: 'page[after]', value: '={{ $response.body.meta.after_cursor }}' }],
    },
    paginationCompleteWhen: 'other',
    completeExpression: '={{ $response.body.meta.has_more === false }}',
  };
  const request = {
    url: `${site}/api/v2/audit_logs`,
    sendHeaders: true,
    headerParameters: { parameters: [{ name: 'authorization', value: authorization }] },
    sendQuery: true,
    queryParameters: {
      parameters: [
        { name: 'page[size]', value: '100' },
        { name: 'sort', value: '-created_at' },
      ],
    },
    options: { pagination: { pagination: paged } },
  };
  return {
    many: chain('many', auditLogs('Many', { ...read, operation: 'getAll', returnAll: true })),
    file: chain('file', auditLogs('File', { ...read, operation: 'export', fileName: 'audit.ndjson' })),
    request: chain(
      'request',
      node('Request', 'n8n-nodes-base.httpRequest', request, { typeVersion: 4.2 }),
      node('Split', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'audit_logs', options: {} }),
    ),
  };
}

function chain(id: string, ...nodes: readonly Node[]): Workflow {
  const all = [manual, ...nodes];
  const links = all.slice(0, -1).map(({ name }, index) => {
    const next = { node: all[index + 1]?.name ?? '', type: 'main', index: 0 };
    return [name, { main: [[next]] }] as const;
  });
  const settings = { executionOrder: 'v1' };
  return { id, name: id, active: false, settings, nodes: all, connections: Object.fromEntries(links) };
}

const LABELS: Readonly<Record<Way, readonly [string, Finding['whose']]>> = {
  many: ['Get Many', 'ours'],
  file: ['Export to File', 'ours'],
  request: ["n8n's HTTP Request", 'peer'],
};

function toFindings(events: number, runs: readonly Record<Way, Run>[], size: Size): Finding[] {
  const name = events.toLocaleString('en');
  const ratio = (way: Way, of: (run: Run) => number): number[] => runs.map((run) => of(run[way]) / of(run.request));
  const compared = (what: string, rounds: number[], most: number): Finding => ({
    what: `${what} : HTTP Request, ${name} events`,
    unit: 'times',
    whose: 'ours',
    rounds,
    target: { most },
  });
  const rows = WAYS.flatMap((way): Finding[] => {
    const [label, whose] = LABELS[way];
    const peaks = runs.map((run) => run[way].peakMb);
    const chart = events === MANY && size === 'full' ? { chart: MEMORY, label } : {};
    const times = runs.map((run) => run[way].seconds);
    return [
      { what: `${label}, ${name} events, time`, unit: 's', whose, rounds: times },
      { what: `${label}, ${name} events, memory`, unit: 'MB', whose, rounds: peaks, ...chart },
    ];
  });
  return [
    compared(
      'time, Get Many',
      ratio('many', ({ seconds }) => seconds),
      1,
    ),
    compared(
      'memory, Get Many',
      ratio('many', ({ peakMb }) => peakMb),
      1,
    ),
    compared(
      'memory, Export to File',
      ratio('file', ({ peakMb }) => peakMb),
      0.2,
    ),
    ...rows,
  ];
}
