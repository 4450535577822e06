import type { Finding } from '../findings/finding.ts';
import type { JsonObject } from '../json.ts';
import type { Level } from '../level.ts';
import type { OcsfVersion } from './classes.ts';
import { put, type Fields } from './fields.ts';

const CLASS = 2004;
const CREATE = 1;
const UPDATE = 2;
const RULE = 1;

const SEVERITIES: Readonly<Record<Level, number>> = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 };
const STATUSES = { new: 1, updated: 1, suppressed: 3 } as const;

export interface FindingChoice {
  /** The version of OCSF; 1.9.0 by default. */
  readonly version?: OcsfVersion | undefined;
}

/** A finding as an OCSF Detection Finding, valid according to the schema of the chosen version. */
export function findingToOcsf(finding: Finding, { version = '1.9.0' }: FindingChoice = {}): JsonObject {
  const severity = SEVERITIES[finding.level];
  const activity = finding.state === 'updated' ? UPDATE : CREATE;
  const said: Fields = {
    time: Date.parse(finding.last),
    time_dt: finding.last,
    class_uid: CLASS,
    category_uid: Math.floor(CLASS / 1000),
    activity_id: activity,
    type_uid: CLASS * 100 + activity,
    severity_id: severity,
    status_id: STATUSES[finding.state],
    is_alert: severity >= SEVERITIES.high,
    message: finding.why,
    start_time: Date.parse(finding.first),
    end_time: Date.parse(finding.last),
    count: finding.count,
    metadata: {
      version,
      profiles: ['datetime', 'host'],
      uid: finding.id,
      product: { name: 'Trailhound', vendor_name: 'Trailhound' },
    },
    finding_info: infoOf(finding),
  };
  put(said, 'comment', finding.caveat);
  put(said, 'remediation', finding.next && { desc: finding.next });
  const people = finding.who.map((name) => ({ data: { actor: name } }));
  put(said, 'evidences', people.length === 0 ? undefined : people);
  return said;
}

function infoOf({ id, rule, version, title, why, first, last, evidence, attack }: Finding): JsonObject {
  const info: Fields = {
    uid: id,
    title,
    desc: why,
    first_seen_time: Date.parse(first),
    last_seen_time: Date.parse(last),
    analytic: { type_id: RULE, uid: rule, name: title, version: String(version) },
    related_events: evidence.map((uid) => ({ uid })),
  };
  const attacks = attack.techniques.map((technique) => techniqueOf(technique, attack.version));
  put(info, 'attacks', attacks.length === 0 ? undefined : attacks);
  return info;
}

/** `T1098.003` is a technique and a part of it. */
function techniqueOf(uid: string, version: string | undefined): JsonObject {
  const attack: Fields = { technique: { uid: uid.split('.')[0] } };
  put(attack, 'version', version);
  put(attack, 'sub_technique', uid.includes('.') ? { uid } : undefined);
  return attack;
}
