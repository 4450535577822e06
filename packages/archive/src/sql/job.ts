import type { AuditError } from '@trailhound/core';

/** What a statement gives. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** Whether there was more than is allowed. */
  readonly truncated: boolean;
}

/** A number too large for JSON is a text; bytes are hexadecimal. */
export type Value = string | number | null;

/** What the process that runs a statement is told. */
export interface Job {
  readonly folder: string;
  readonly sql: string;
  readonly rows: number;
}

/** What it answers. */
export type Outcome = Table | { readonly fault: AuditError['fault'] };

/** Says what is wrong with a statement. */
export function refusal(message: string, hint: string): AuditError['fault'] {
  return { code: 'invalid_query', field: 'sql', message: `sql: ${message}`, hint };
}
