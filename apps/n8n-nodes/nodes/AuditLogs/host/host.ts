import { redact } from '@trailhound/core';
import type {
  ICredentialDataDecryptedObject,
  IExecuteFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  INode,
  IPollFunctions,
} from 'n8n-workflow';

/** What the core needs from n8n, for one input item or one poll. */
export interface Host {
  readonly node: INode;
  /** Reads a parameter; expressions are evaluated for the item. */
  readonly parameter: (name: string, fallback?: unknown) => unknown;
  readonly credential: (type: string) => Promise<ICredentialDataDecryptedObject>;
  /** Sends one request, authenticated by n8n. Resolves to the full response. */
  readonly request: (type: string, options: IHttpRequestOptions) => Promise<unknown>;
  /** The time zone of the workflow. */
  readonly timeZone: string;
  /** Writes a defect of ours to n8n's own log. */
  readonly defect: (thrown: unknown) => void;
  /** Aborts when somebody stops the execution. A poll cannot be stopped. */
  readonly signal: AbortSignal | undefined;
}

export function executeHost(context: IExecuteFunctions, item: number): Host {
  return {
    node: context.getNode(),
    parameter: (name, fallback) => context.getNodeParameter(name, item, fallback),
    credential: (type) => context.getCredentials(type, item),
    request: (type, options) => context.helpers.httpRequestWithAuthentication.call(context, type, options),
    timeZone: context.getTimezone(),
    defect: defectLogger(context),
    signal: context.getExecutionCancelSignal(),
  };
}

export function pollHost(context: IPollFunctions): Host {
  return withoutItems(context, (name, fallback) => context.getNodeParameter(name, fallback));
}

/** The host for menus in the editor, which depend on what the user has set so far. */
export function listHost(context: ILoadOptionsFunctions): Host {
  return withoutItems(context, (name, fallback) => context.getNodeParameter(name, fallback));
}

function withoutItems(context: IPollFunctions | ILoadOptionsFunctions, parameter: Host['parameter']): Host {
  return {
    node: context.getNode(),
    parameter,
    credential: (type) => context.getCredentials(type),
    request: (type, options) => context.helpers.httpRequestWithAuthentication.call(context, type, options),
    timeZone: context.getTimezone(),
    defect: defectLogger(context),
    signal: undefined,
  };
}

function defectLogger({ logger }: Pick<IExecuteFunctions, 'logger'>): Host['defect'] {
  return (thrown) => {
    const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    logger.error('A log could not be read because of a defect of Trailhound', { error: redact(error) });
  };
}
