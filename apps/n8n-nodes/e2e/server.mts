import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toExecution, type Execution, type RunData } from './execution.mts';
import { end, freePort, ready } from './process.mts';
import type { Credential, Workflow } from './workflows.mts';

/** A running n8n, asked over its REST interface as the editor does. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly testCredential: (credential: Credential) => Promise<{ status: string; message: string }>;
  readonly activate: (id: string) => Promise<void>;
  /** Runs a workflow as the button in the editor does; resolves to the execution's id. */
  readonly run: (id: string, trigger: string) => Promise<string>;
  /** What a menu of the editor offers. */
  readonly menu: (asked: Menu) => Promise<readonly { readonly name: string; readonly value: string }[]>;
  readonly stopExecution: (id: string) => Promise<void>;
  readonly execution: (id: string) => Promise<Execution>;
  /** The execution when it has ended. */
  readonly ended: (id: string) => Promise<Execution>;
  readonly executionsOf: (workflow: string) => Promise<readonly { id: string; status: string; mode: string }[]>;
  readonly stop: () => Promise<void>;
}

export interface Menu {
  readonly type: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly credentials: object;
}

export interface Starting {
  readonly launch: (args: readonly string[], extra: Readonly<Record<string, string>>) => ChildProcess;
  /** Where n8n is installed. */
  readonly installed: string;
  readonly extra: Readonly<Record<string, string>>;
  readonly owner: object;
}

export async function startServer({ launch, installed, extra, owner }: Starting): Promise<Server> {
  const [port, broker] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const child = launch(['start'], { N8N_PORT: String(port), N8N_RUNNERS_BROKER_PORT: String(broker), ...extra });
  await ready(`${url}/healthz/readiness`, child);
  const rest = restClient(url, await login(url, owner));
  const { parse } = createRequire(path.join(installed, 'package.json'))('flatted') as {
    parse: (text: string) => unknown;
  };
  const execution = async (id: string): Promise<Execution> => {
    const { data, status } = (await rest('GET', `/executions/${id}`)) as { data: string; status: string };
    // One that has just begun has none yet.
    const read = parse(data) as RunData | undefined;
    return toExecution(read?.resultData === undefined ? { resultData: { runData: {} } } : read, status, id);
  };
  return { url, pid: child.pid ?? 0, execution, stop: () => end(child), ...routesOf(rest, execution) };
}

type Rest = (method: string, route: string, body?: unknown) => Promise<unknown>;

function restClient(url: string, cookie: string): Rest {
  return async (method, route, body) => {
    const response = await fetch(`${url}/rest${route}`, {
      method,
      // A machine that is busy would write into a connection that n8n has just closed.
      headers: { 'content-type': 'application/json', cookie, connection: 'close' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text.slice(0, 500)}`);
    return (JSON.parse(text) as { data: unknown }).data;
  };
}

const UNDER_WAY: ReadonlySet<string> = new Set(['running', 'new', 'waiting', 'unknown']);

function routesOf(
  rest: Rest,
  execution: (id: string) => Promise<Execution>,
): Omit<Server, 'url' | 'pid' | 'execution' | 'stop'> {
  const workflowOf = (id: string) => rest('GET', `/workflows/${id}`) as Promise<Workflow & { versionId: string }>;
  return {
    testCredential: (credentials) =>
      rest('POST', '/credentials/test', { credentials }) as Promise<{ status: string; message: string }>,
    activate: async (id) => {
      await rest('POST', `/workflows/${id}/activate`, { versionId: (await workflowOf(id)).versionId });
    },
    run: async (id, trigger) => {
      const workflowData = await workflowOf(id);
      const route = `/workflows/${id}/run?partialExecutionVersion=2`;
      const started = await rest('POST', route, { workflowData, triggerToStartFrom: { name: trigger } });
      return (started as { executionId: string }).executionId;
    },
    menu: menuOver(rest),
    stopExecution: async (id) => {
      await rest('POST', `/executions/${id}/stop`, {});
    },
    ended: async (id) => {
      for (;;) {
        const found = await execution(id);
        if (!UNDER_WAY.has(found.status)) return found;
        await delay(200);
      }
    },
    executionsOf: async (workflow) => {
      const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow }));
      const found = await rest('GET', `/executions?filter=${filter}&limit=100`);
      return (found as { results: { id: string; status: string; mode: string }[] }).results;
    },
  };
}

function menuOver(rest: Rest): Server['menu'] {
  return async ({ type, method, parameters, credentials }) => {
    const found = await rest('POST', '/dynamic-node-parameters/resource-locator-results', {
      nodeTypeAndVersion: { name: type, version: 1 },
      path: 'parameters.actor',
      methodName: method,
      currentNodeParameters: parameters,
      credentials,
    });
    return (found as { results: { name: string; value: string }[] }).results;
  };
}

async function login(url: string, owner: object): Promise<string> {
  for (let tries = 0; tries < 40; tries += 1) {
    const response = await fetch(`${url}/rest/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(owner),
    }).catch(() => undefined);
    const [cookie = ''] = response?.headers.getSetCookie() ?? [];
    if (response?.ok === true && cookie !== '') return cookie.split(';')[0] ?? '';
    await delay(500);
  }
  throw new Error('n8n does not let the owner in');
}
