import path from 'node:path';
import { AuditError, connect, providers, type Connection, type Ports, type Provider } from '@trailhound/core';
import { suggest } from '@trailhound/core/reply';
import { readAccounts, type AccountsOptions } from './accounts.ts';
import { stateFolder } from './state-folder.ts';

type Defect = NonNullable<Ports['defect']>;

/** Which accounts to connect, and with which user agent. */
export interface Wish extends Omit<AccountsOptions, 'ports' | 'env'> {
  readonly env: NodeJS.ProcessEnv;
  /** Simulated accounts instead of those of the environment. */
  readonly demo: boolean;
  /** Called with a defect of ours. */
  readonly defect: Defect;
}

/** The accounts of a program, until it closes them. */
export interface OpenAccounts {
  readonly connections: readonly Connection[];
  /** The clock of all of them, epoch milliseconds. */
  readonly now: () => number;
  /** What is wrong with partially configured accounts. */
  readonly problems: readonly string[];
  /** Settings that may have been forgotten. */
  readonly warnings: readonly string[];
  readonly close: () => Promise<void>;
}

/** Connects the accounts of the environment, or those of the simulated vendors. Sends no request yet. */
export async function openAccounts(wish: Wish): Promise<OpenAccounts> {
  refuseUnknown(wish.only);
  return wish.demo ? demo(wish) : configured(wish);
}

function configured({ defect, ...asked }: Wish): OpenAccounts {
  const { ports, close } = lazyPorts(asked.env, defect);
  return { ...readAccounts({ ...asked, ports }), now: ports.now, close };
}

/** Loads the network code with the first request, because clients often start a server just to list its tools. */
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

/** The simulated vendors in this process, accessed over real HTTP on loopback. */
async function demo({ only, defect, userAgent }: Wish): Promise<OpenAccounts> {
  const [{ startSimulator }, { nodePorts }] = await Promise.all([
    import('@trailhound/simulator'),
    import('@trailhound/host'),
  ]);
  const simulator = await startSimulator({ events: DEMO_EVENTS, calm: true, unlimited: true });
  const ports = nodePorts({ proxy: false });
  const wanted = Object.values<Provider>(providers).filter(({ id }) => only === undefined || only.includes(id));
  const connections = wanted.map((provider) => {
    const id = provider.id as keyof typeof providers;
    const [kind = '', values = {}] = Object.entries(simulator.credentials(id))[0] ?? [];
    const credential = { kind, values };
    const site = simulator.baseUrl(id);
    const own = { ...ports, defect };
    return connect(unpaced(provider), { site, tenant: 'demo', credential, userAgent }, own);
  });
  const close = async (): Promise<void> => {
    await ports.close();
    await simulator.close();
  };
  return { connections, now: ports.now, problems: [], warnings: [], close };
}

/** Removes rate limits: the vendor is simulated, and somebody is waiting for the demo. */
function unpaced(provider: Provider): Provider {
  const { pageSize, concurrency } = provider.limits;
  return { ...provider, limits: { pageSize, concurrency } };
}

function refuseUnknown(only: readonly string[] | undefined): void {
  const known = Object.values<Provider>(providers).map(({ id }) => id);
  const unknown = only?.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new AuditError({
    code: 'invalid_query',
    field: 'providers',
    message: `--providers: there is no provider ${JSON.stringify(unknown)}`,
    hint: suggest(unknown, known),
  });
}
