import { isAuditError, type AuditError, type ErrorCode } from '@trailhound/core';
import type { Fault } from '@trailhound/core/provider';
import { inWords, tryAgain } from '@trailhound/core/reply';
import { NodeApiError, NodeOperationError, type IDataObject, type INode, type JsonObject } from 'n8n-workflow';
import { PANEL } from './panel-words.ts';

/** Whether n8n should retry, in its own terms. Older versions ignore them. */
type Cause =
  | 'rate-limited'
  | 'temporarily-unavailable'
  | 'credential-invalid'
  | 'configuration-invalid'
  | 'node-defect';

interface Meaning {
  readonly cause: Cause;
  readonly httpCode?: string;
}

const MEANINGS: Readonly<Record<ErrorCode, Meaning>> = {
  invalid_query: { cause: 'configuration-invalid' },
  unauthorized: { cause: 'credential-invalid', httpCode: '401' },
  forbidden: { cause: 'credential-invalid', httpCode: '403' },
  not_enabled: { cause: 'configuration-invalid', httpCode: '403' },
  not_found: { cause: 'configuration-invalid', httpCode: '404' },
  rate_limited: { cause: 'rate-limited', httpCode: '429' },
  unavailable: { cause: 'temporarily-unavailable', httpCode: '503' },
  timeout: { cause: 'temporarily-unavailable', httpCode: '504' },
  bad_response: { cause: 'temporarily-unavailable', httpCode: '502' },
  too_large: { cause: 'configuration-invalid' },
  cancelled: { cause: 'temporarily-unavailable' },
  internal: { cause: 'node-defect' },
};

export type NodeFailure = NodeApiError | NodeOperationError;

interface Telling {
  readonly itemIndex?: number;
  /** Whether n8n shows only the message, as it does when it refuses to activate a workflow. */
  readonly remedyInMessage?: boolean;
}

/** Converts anything thrown to an error for n8n: what happened, what to do about it, and when to retry. */
export function toNodeError(node: INode, thrown: unknown, { itemIndex, remedyInMessage }: Telling = {}): NodeFailure {
  if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) return thrown;
  const item = itemIndex === undefined ? {} : { itemIndex };
  if (isAuditError(thrown)) return ofFault(node, worded(thrown, remedyInMessage), item);
  return new NodeOperationError(node, thrown instanceof Error ? thrown : new Error(String(thrown)), item);
}

function worded(thrown: AuditError, remedyInMessage = false): Fault {
  const told = inWords(thrown, PANEL);
  const when = told.retryAt === undefined ? '' : ` ${tryAgain(new Date(told.retryAt).toISOString())}`;
  const fault = { ...told, hint: `${told.hint}${when}` };
  return remedyInMessage ? { ...fault, message: `${withoutStop(fault.message)}. ${fault.hint}` } : fault;
}

function ofFault(node: INode, fault: Fault, item: { readonly itemIndex?: number }): NodeFailure {
  const { code, message, hint, retryAt, status = 0 } = fault;
  const { cause, httpCode } = MEANINGS[code];
  const shown = { message, description: hint, ...item };
  if (httpCode === undefined) return declare(new NodeOperationError(node, message, shown), { cause });
  const told = { ...fault } as unknown as JsonObject;
  const error = new NodeApiError(node, told, { ...shown, httpCode: status < 400 ? httpCode : String(status) });
  return declare(error, isTimed(cause) && retryAt !== undefined ? { cause, retryAfterMs: waitOf(retryAt) } : { cause });
}

function isTimed(cause: Cause): boolean {
  return cause === 'rate-limited' || cause === 'temporarily-unavailable';
}

function waitOf(retryAt: number): number {
  return Math.max(0, retryAt - Date.now());
}

interface Failure {
  readonly cause: Cause;
  readonly retryAfterMs?: number;
}

/**
 * Assigned by hand, because n8n's constructors accept it only since 2.36; in older versions it is just another field.
 */
function declare<E extends NodeFailure>(error: E, failure: Failure): E {
  return Object.assign(error, { failure });
}

/**
 * The item for a failed input. It has a single field, because that is how n8n recognises a failed item; it rewrites
 * items that report an error in any other way.
 */
export function failedItem(thrown: unknown, { message, description }: NodeFailure): IDataObject {
  const { code, field, provider, vendorSaid, retryAt } = isAuditError(thrown) ? thrown.fault : {};
  const at = retryAt === undefined ? undefined : new Date(retryAt).toISOString();
  const told = Object.entries({ message, hint: description, code, field, provider, vendorSaid, retryAt: at });
  return { error: Object.fromEntries(told.filter(([, value]) => value !== undefined && value !== null)) };
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
