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

/** What a thread serves: the archive in a folder, or a store in memory of at most so many bytes. */
export type Served = { readonly folder: string } | { readonly memory: number };

/** A request to the thread. `read` opens a reading under the number of its request; `next` and `stop` refer to it. */
export interface Request {
  readonly id: number;
  readonly call: Call | 'put' | 'read' | 'next' | 'stop';
  readonly given: readonly unknown[];
}

/** A response of the thread. */
export type Response =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failed: Failed };

/** An error as data, because an error would lose its class between threads. */
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

/** The thread has died before it could answer. */
export function endedEarly(served: Served, cause?: unknown): AuditError {
  const what = 'folder' in served ? `the archive in ${served.folder}` : 'from memory';
  return new AuditError(
    {
      code: 'unavailable',
      message: `Reading ${what} ended unexpectedly`,
      hint: 'Ask again; if it happens again, run trailhound archive verify.',
    },
    { cause },
  );
}
