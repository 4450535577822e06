import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Simulator, VendorId } from '@trailhound/simulator';
import {
  NodeApiError,
  NodeHelpers,
  type IBinaryData,
  type ICredentialType,
  type IDataObject,
  type IExecuteFunctions,
  type IHttpRequestOptions,
  type ILoadOptionsFunctions,
  type INode,
  type INodeExecutionData,
  type INodeListSearchItems,
  type INodeParameters,
  type INodeType,
  type IPollFunctions,
  type NodeExecutionHint,
} from 'n8n-workflow';
import { AuditLogs } from '../nodes/AuditLogs/AuditLogs.node.ts';
import { AuditLogsTrigger } from '../nodes/AuditLogs/AuditLogsTrigger.node.ts';
import manifest from '../package.json' with { type: 'json' };
import { filledIn, wayOf } from './ways.mts';

/** A fake of n8n 2.41 as far as our nodes can see it, over real HTTP. The e2e tests use the real one. */

/** Our credential types, as the package lists them. */
export const CREDENTIALS: Readonly<Record<string, ICredentialType>> = Object.fromEntries(
  await Promise.all(
    manifest.n8n.credentials.map(async (file) => {
      const name = path.basename(file, '.credentials.js');
      const types = (await import(`../credentials/${name}.credentials.ts`)) as Readonly<
        Record<string, new () => ICredentialType>
      >;
      const Type = types[name];
      if (Type === undefined) throw new Error(`${file} has no ${name}`);
      const type = new Type();
      return [type.name, type] as const;
    }),
  ),
);

type Filled = Readonly<Record<string, IDataObject>>;

/** Our credentials for a simulator, filled in as a user would. */
export function credentialsFor(simulator: Simulator, ...vendors: VendorId[]): Filled {
  return Object.fromEntries(vendors.map((vendor) => [wayOf(vendor).type, filledIn(simulator, vendor)]));
}

export interface Setting {
  readonly credentials: Filled;
  /** The same for every item, or what expressions give for each. */
  readonly parameters: INodeParameters | ((item: number) => INodeParameters);
  readonly items?: number;
  readonly continueOnFail?: boolean;
  readonly signal?: AbortSignal;
  readonly forAgent?: boolean;
  /** A store of binary data that takes no pieces, as n8n's in memory. */
  readonly wholeFilesOnly?: boolean;
  /** Called before each request is sent, such as to let the time pass that it takes. */
  readonly onRequest?: () => void;
}

export interface Executed {
  readonly items: INodeExecutionData[];
  readonly hints: readonly string[];
  readonly files: ReadonlyMap<string, Buffer>;
  readonly requests: readonly IHttpRequestOptions[];
  /** What was written to n8n's own log. */
  readonly logged: readonly string[];
}

/** Executes the action node. */
export async function execute(setting: Setting, node = new AuditLogs()): Promise<Executed> {
  const hints: string[] = [];
  const files = new Map<string, Buffer>();
  const base = contextOf(node, setting);
  const context = {
    ...base.context,
    getInputData: () => Array.from({ length: setting.items ?? 1 }, () => ({ json: {} })),
    getNodeParameter: (name: string, item: number, fallback: unknown) => base.parameter(name, item, fallback),
    continueOnFail: () => setting.continueOnFail ?? false,
    getExecutionCancelSignal: () => setting.signal,
    isToolExecution: () => setting.forAgent ?? false,
    addExecutionHints: (...added: NodeExecutionHint[]) => hints.push(...added.map(({ message }) => message)),
    helpers: {
      ...base.context.helpers,
      prepareBinaryData: async (content: Buffer | AsyncIterable<Buffer>, name: string, type: string) => {
        if (!Buffer.isBuffer(content) && setting.wholeFilesOnly) throw new TypeError('stream.on is not a function');
        files.set(name, Buffer.isBuffer(content) ? content : await whole(content));
        return { fileName: name, mimeType: type, data: 'kept' } satisfies IBinaryData;
      },
    },
  } as unknown as IExecuteFunctions;
  const [items = []] = await node.execute.call(context);
  return { items, hints, files, requests: base.requests, logged: base.logged };
}

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const kept: Buffer[] = [];
  for await (const piece of pieces) kept.push(piece);
  return Buffer.concat(kept);
}

export interface PollSetting extends Omit<Setting, 'items' | 'parameters'> {
  readonly parameters: INodeParameters;
  readonly mode?: 'manual' | 'trigger';
  readonly budgetMs?: number;
  /** What n8n keeps between polls. */
  readonly kept?: IDataObject;
  readonly id?: string;
}

export interface Polled {
  readonly items: INodeExecutionData[] | null;
  /** Errors that were reported beside the result. */
  readonly told: readonly Error[];
}

/** Polls the trigger once. */
export async function poll(setting: PollSetting): Promise<Polled> {
  const node = new AuditLogsTrigger();
  const base = contextOf(node, setting, setting.id);
  const told: Error[] = [];
  const context = {
    ...base.context,
    getNodeParameter: (name: string, fallback: unknown) => base.parameter(name, 0, fallback),
    getMode: () => setting.mode ?? 'trigger',
    getWorkflowStaticData: () => setting.kept ?? {},
    __emitError: (error: Error) => told.push(error),
    ...(setting.budgetMs === undefined ? {} : { getPollBudgetMs: () => setting.budgetMs }),
  } as unknown as IPollFunctions;
  const result = await node.poll.call(context);
  return { items: result === null ? null : (result[0] ?? []), told };
}

/** What the menu of actors offers. */
export async function listActors(setting: PollSetting, typed?: string): Promise<INodeListSearchItems[]> {
  const node = new AuditLogs();
  const { context, parameter } = contextOf(node, setting);
  const menu = {
    ...context,
    getNodeParameter: (name: string, fallback: unknown) => parameter(name, 0, fallback),
  } as unknown as ILoadOptionsFunctions;
  const { results } = await node.methods.listSearch.searchActors.call(menu, typed);
  return results;
}

function contextOf(type: INodeType, { credentials, parameters, signal, onRequest }: Setting, id = 'node-1') {
  const { description } = type;
  const filled = Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }]));
  const node: INode = {
    id,
    name: description.displayName,
    type: `n8n-nodes-trailhound.${description.name}`,
    typeVersion: 1,
    position: [0, 0],
    parameters: {},
    credentials: filled,
  };
  const valuesOf = (item: number): INodeParameters => {
    const given = typeof parameters === 'function' ? parameters(item) : parameters;
    return {
      ...NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description),
      ...given,
    };
  };
  const requests: IHttpRequestOptions[] = [];
  const logged: string[] = [];
  const context = {
    // n8n's node holds its parameters as they were written, with the defaults.
    getNode: () => ({ ...node, parameters: valuesOf(0) }),
    getWorkflow: () => ({ id: 'workflow-1', name: 'Workflow', active: true }),
    getTimezone: () => 'Europe/Berlin',
    logger: { error: (message: string, meta: object) => logged.push(`${message} ${JSON.stringify(meta)}`) },
    getCredentials: async (name: string) => ({ ...defaultsOf(name), ...credentials[name] }),
    helpers: {
      httpRequestWithAuthentication: async (name: string, options: IHttpRequestOptions) => {
        requests.push(options);
        onRequest?.();
        const { abortSignal: _, ...asked } = options;
        return requestAs(node, { ...CREDENTIALS[name] } as ICredentialType, credentials[name] ?? {}, {
          ...asked,
          ...(signal === undefined ? {} : { abortSignal: signal }),
        });
      },
    },
  };
  return {
    context,
    requests,
    logged,
    parameter: (name: string, item: number, fallback: unknown) => valuesOf(item)[name] ?? fallback,
  };
}

function defaultsOf(name: string): IDataObject {
  const properties = CREDENTIALS[name]?.properties ?? [];
  return Object.fromEntries(properties.map((property) => [property.name, property.default as string]));
}

/** n8n-core's `httpRequestWithAuthentication`, for our kinds of credentials. */
async function requestAs(
  node: INode,
  type: ICredentialType,
  data: IDataObject,
  options: IHttpRequestOptions,
): Promise<unknown> {
  const isOAuth = type.extends?.includes('oAuth2Api') ?? false;
  const authorise = async (): Promise<IHttpRequestOptions> => {
    if (isOAuth) {
      const { access_token: token = '' } = (data['oauthTokenData'] ?? {}) as { access_token?: string };
      return { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } };
    }
    if (typeof type.authenticate !== 'function') throw new Error('Our key credentials authenticate by function');
    return await type.authenticate(data as never, options);
  };
  try {
    return await httpRequest(await authorise());
  } catch (thrown) {
    const status = (thrown as { response?: { status?: number } }).response?.status;
    if (status !== 401) throw new NodeApiError(node, thrown as never);
    try {
      if (isOAuth) await renew(data);
      return await httpRequest(await authorise());
    } catch (again) {
      throw new NodeApiError(node, again as never);
    }
  }
}

async function renew(data: IDataObject): Promise<void> {
  const { renewal } = data;
  if (typeof renewal !== 'string') throw new Error('The credential needs to be reconnected.');
  data['oauthTokenData'] = { access_token: renewal };
}

/** An axios request with its refusals. */
export async function httpRequest(options: IHttpRequestOptions): Promise<unknown> {
  const response = await fetched(options);
  const text = await response.text();
  const data = options.encoding === 'text' ? text : parsed(text);
  const answer = { statusCode: response.status, headers: Object.fromEntries(response.headers), body: data };
  if (isFailure(response.status, options.ignoreHttpStatusErrors)) {
    throw Object.assign(new AxiosError(`Request failed with status code ${response.status}`), {
      code: 'ERR_BAD_REQUEST',
      response: { status: response.status, headers: answer.headers, data },
    });
  }
  return options.returnFullResponse === true ? answer : data;
}

async function fetched(options: IHttpRequestOptions): Promise<Response> {
  const { method = 'GET', body, abortSignal, timeout = 300_000 } = options;
  const signals = [AbortSignal.timeout(timeout), ...(abortSignal === undefined ? [] : [abortSignal as AbortSignal])];
  return fetch(`${options.baseURL ?? ''}${options.url}`, {
    method,
    headers: { ...(options.headers as Record<string, string>), ...basicOf(options) },
    body: body === undefined ? null : toBody(body),
    redirect: options.disableFollowRedirect === true ? 'manual' : 'follow',
    signal: AbortSignal.any(signals),
  }).catch((cause: unknown) => {
    throw Object.assign(new AxiosError('connect ECONNREFUSED'), { code: 'ECONNREFUSED', cause });
  });
}

function basicOf({ auth }: IHttpRequestOptions): Record<string, string> {
  if (auth === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}

/** n8n goes by this name. */
class AxiosError extends Error {}

function toBody(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isFailure(status: number, ignored: IHttpRequestOptions['ignoreHttpStatusErrors']): boolean {
  if (typeof ignored === 'object') return ignored.except.includes(status);
  return ignored !== true && (status < 200 || status > 299);
}

/** Until a condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(5);
}
