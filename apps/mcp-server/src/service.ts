import path from 'node:path';
import { AuditError, connect, providers, type Connection, type Ports, type Provider } from '@trailhound/core';
import { suggest } from '@trailhound/core/reply';
import manifest from '../package.json' with { type: 'json' };
import type { AccessLog } from './access-log.ts';
import { readAccounts, type AccountsOptions } from './accounts.ts';
import type { Log } from './log.ts';
import type { Options } from './options.ts';
import { stateFolder } from './state-folder.ts';

const { version: VERSION } = manifest;
const USER_AGENT = `trailhound-mcp/${VERSION}`;

/** What every call of every client shares: the accounts with their pace, and how the server was started. */
export interface Service {
  readonly version: string;
  readonly options: Options;
  readonly connections: readonly Connection[];
  /** The clock of all of them, epoch milliseconds. */
  readonly now: () => number;
  /** What is wrong with accounts that are configured by half. */
  readonly problems: readonly string[];
  readonly log: Log;
  /** Takes down who asked what. */
  readonly access: AccessLog;
  readonly close: () => Promise<void>;
}

export interface Start {
  readonly options: Options;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly access: AccessLog;
}

/** Connects the accounts of the environment, or those of the simulated vendors. Asks nobody anything yet. */
export async function startService({ options, env, log, access }: Start): Promise<Service> {
  const only = chosenProviders(options);
  const defect = defectLogger(log);
  const started = options.demo ? await demo(only, defect) : configured({ env, only, names: options.accounts }, defect);
  for (const problem of started.problems) log.warn(problem);
  return { version: VERSION, options, log, access, ...started };
}

type Defect = NonNullable<Ports['defect']>;

/** An answer that lacks a log by our fault says so; what it was stands here alone. */
function defectLogger(log: Log): Defect {
  return (thrown) => log.error('A log could not be read by a defect of Trailhound', { error: stackOf(thrown) });
}

export function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

type Started = Pick<Service, 'connections' | 'now' | 'problems' | 'close'>;

function configured(asked: Pick<AccountsOptions, 'env' | 'only' | 'names'>, defect: Defect): Started {
  const { ports, close } = lazyPorts(asked.env, defect);
  return { ...readAccounts({ ...asked, ports, userAgent: USER_AGENT }), now: ports.now, close };
}

/** The network is loaded with the first request: a client that starts us only wants the list of tools. */
function lazyPorts(env: NodeJS.ProcessEnv, defect: Defect): { ports: Ports; close: () => Promise<void> } {
  let loading: Promise<Ports & { close: () => Promise<void> }> | undefined;
  const load = (): NonNullable<typeof loading> => (loading ??= loadPorts(env));
  return {
    ports: {
      send: async (request, options) => (await load()).send(request, options),
      sleep: async (ms, signal) => (await load()).sleep(ms, signal),
      timeout: (ms) => AbortSignal.timeout(ms + 1),
      now: Date.now,
      random: Math.random,
      defect,
      tokens: {
        load: async (key) => (await load()).tokens?.load(key),
        save: async (key, tokens) => (await load()).tokens?.save(key, tokens),
        lock: async (key, work) => (await load()).tokens?.lock?.(key, work) ?? work(),
      },
    },
    close: async () => (await loading)?.close(),
  };
}

async function loadPorts(env: NodeJS.ProcessEnv): Promise<Ports & { close: () => Promise<void> }> {
  const { fileTokens, nodePorts } = await import('@trailhound/host');
  return nodePorts({ tokens: fileTokens(path.join(stateFolder(env), 'tokens')) });
}

const DEMO_EVENTS = 800;

/** Three simulated vendors in this process, asked over real HTTP on this machine. */
async function demo(only: readonly string[] | undefined, defect: Defect): Promise<Started> {
  const [{ startSimulator }, { nodePorts }] = await Promise.all([
    import('@trailhound/simulator'),
    import('@trailhound/host'),
  ]);
  const simulator = await startSimulator({ events: DEMO_EVENTS, unlimited: true });
  const ports = nodePorts({ proxy: false });
  const wanted = Object.values<Provider>(providers).filter(({ id }) => only === undefined || only.includes(id));
  const connections = wanted.map((provider) => {
    const id = provider.id as keyof typeof providers;
    const [kind = '', values = {}] = Object.entries(simulator.credentials(id))[0] ?? [];
    const credential = { kind, values };
    const site = simulator.baseUrl(id);
    const own = { ...ports, defect };
    return connect(unpaced(provider), { site, tenant: 'demo', credential, userAgent: USER_AGENT }, own);
  });
  const close = async (): Promise<void> => {
    await ports.close();
    await simulator.close();
  };
  return { connections, now: ports.now, problems: [], close };
}

/** There is nobody to be polite to on this machine, and somebody who waits for the demo. */
function unpaced(provider: Provider): Provider {
  const { pageSize, concurrency } = provider.limits;
  return { ...provider, limits: { pageSize, concurrency } };
}

function chosenProviders({ providers: only }: Options): readonly string[] | undefined {
  const known = Object.values<Provider>(providers).map(({ id }) => id);
  const unknown = only?.find((id) => !known.includes(id));
  if (unknown === undefined) return only;
  throw new AuditError({
    code: 'invalid_query',
    field: 'providers',
    message: `--providers: there is no provider ${JSON.stringify(unknown)}`,
    hint: suggest(unknown, known),
  });
}
