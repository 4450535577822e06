import { AuditError } from '../errors.ts';

/** The error for a rule that cannot be evaluated as it is meant. */
export function refused(rule: string, message: string, hint: string): AuditError {
  return new AuditError({ code: 'invalid_query', field: 'rules', message: `rule ${rule}: ${message}`, hint });
}

/** A refusal that does not yet know the rule it is about. */
export type Refuse = (message: string, hint: string) => AuditError;
