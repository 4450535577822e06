import type { AuditError } from '@trailhound/core';

/** The result of a statement. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** Whether there were more rows than allowed. */
  readonly truncated: boolean;
}

/** Numbers that are too large for JSON are strings; bytes are hexadecimal. */
export type Value = string | number | null;

/** The input of the process that runs a statement. */
export interface Job {
  readonly folder: string;
  readonly sql: string;
  readonly rows: number;
}

/** The output of that process. */
export type Outcome = Table | { readonly fault: AuditError['fault'] };

/** The error for a statement that was refused. */
export function refusal(message: string, hint: string): AuditError['fault'] {
  return { code: 'invalid_query', field: 'sql', message: `sql: ${message}`, hint };
}
