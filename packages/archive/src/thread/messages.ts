import { AuditError, isAuditError } from '@trailhound/core';
import type { Archive } from '../port.ts';

/** Functions of the port that take and return plain data. */
export const CALLS = [
  'covered',
  'lost',
  'erased',
  'count',
  'get',
  'position',
  'status',
] as const satisfies (keyof Archive)[];
export type Call = (typeof CALLS)[number];

/** What the thread is asked for. `read` opens a reading under the number of its request; `next` and `stop` name that number. */
export interface Request {
  readonly id: number;
  readonly call: Call | 'read' | 'next' | 'stop';
  readonly given: readonly unknown[];
}

/** What the thread answers. */
export type Response =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failed: Failed };

/** An error on its way between threads, which would lose its class. */
export interface Failed {
  readonly fault?: AuditError['fault'];
  readonly message: string;
}

export function packError(thrown: unknown): Failed {
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return isAuditError(thrown) ? { fault: thrown.fault, message } : { message };
}

export function unpackError({ fault, message }: Failed): Error {
  return fault === undefined ? new Error(message) : new AuditError(fault);
}
