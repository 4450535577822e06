import { AuditError } from '@trailhound/core';

/** For what was typed. The message names the option itself. */
export function wrongUse(message: string, hint: string, field?: string): AuditError {
  return new AuditError({ code: 'invalid_query', ...(field === undefined ? {} : { field }), message, hint });
}

/** For an export that does not say where to. */
export function missingOut(example = 'events.ndjson'): AuditError {
  return wrongUse('--out is missing', `Say where to write, such as --out ${example}.`, 'out');
}
