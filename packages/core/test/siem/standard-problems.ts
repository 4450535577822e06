import type { AuditEvent } from '../../src/event.ts';
import { OCSF_VERSIONS } from '../../src/siem/classes.ts';
import { toOcsf } from '../../src/siem/ocsf.ts';
import { breaches } from './contract.ts';
import { officialErrors } from './official.ts';

/** What is wrong with an event as OCSF, in every version that we write. */
export function standardProblems(event: AuditEvent): string[] {
  return OCSF_VERSIONS.flatMap((version) => {
    const said = toOcsf(event, { version, raw: event.raw !== undefined });
    return [...breaches(said, version), ...officialErrors(said, version)];
  });
}
