import type { AuditEvent } from '../event.ts';
import type { JsonObject } from '../json.ts';
import { toOcsf, type OcsfChoice } from './ocsf.ts';

/** An OCSF event in the envelope of Splunk's HTTP Event Collector. Splunk does not deduplicate: searches can, by `uid`. */
export function toHec(event: AuditEvent, choice: OcsfChoice = {}): JsonObject {
  return {
    time: Date.parse(event.time) / 1000,
    host: event.tenant,
    source: `trailhound:${event.provider}:${event.log}`,
    sourcetype: 'trailhound:ocsf',
    event: toOcsf(event, choice),
    fields: { uid: event.uid },
  };
}
