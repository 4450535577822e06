import type { AuditEvent } from '../../src/event.ts';
import type { JsonObject } from '../../src/json.ts';
import type { ClassName } from '../../src/siem/classes.ts';
import { ocsfClassOf, toOcsf } from '../../src/siem/ocsf.ts';

/** An attribute that OCSF 1.9.0 recommends, and whether the log states what belongs there. */
interface Recommended {
  /** Its path; a list counts by its first element. */
  readonly at: string;
  /** The classes that have it; all, if there are none. */
  readonly of?: readonly ClassName[];
  readonly isStated: (event: AuditEvent) => boolean;
}

const always = (): boolean => true;
const isNamed = ({ target }: AuditEvent): boolean => target?.name !== undefined;
const hasId = ({ target }: AuditEvent): boolean => target?.id !== undefined;
const hasType = ({ target }: AuditEvent): boolean => target !== undefined;
const isChanged = ({ changes }: AuditEvent): boolean => changes.length > 0;
const isRoleChanged = ({ changes }: AuditEvent): boolean => changes.some(({ field }) => /\brole\b/i.test(field));
const isAssumed = ({ flags }: AuditEvent): boolean => flags.includes('assumed_outcome');
const hasOutcome = (event: AuditEvent): boolean => event.outcome !== undefined && !isAssumed(event);
const who = ({ actor, impersonator }: AuditEvent): Partial<AuditEvent['actor']> => impersonator ?? actor;
const isKnown = (event: AuditEvent): boolean => who(event).name !== undefined || who(event).email !== undefined;

/**
 * Not listed is what OCSF recommends and none of the logs states: time zones, devices and processes, the servers,
 * traffic and proxies, the way of a login, who reported, and the policies and privileges of users, groups and roles.
 */
export const RECOMMENDED: readonly Recommended[] = [
  { at: 'message', isStated: ({ message }) => message !== '' },
  { at: 'observables', isStated: (event) => who(event).email !== undefined || event.ip !== undefined },
  { at: 'status', isStated: hasOutcome },
  { at: 'status_id', isStated: hasOutcome },
  { at: 'status_detail', isStated: ({ outcome }) => outcome === 'denied' },
  { at: 'metadata.log_name', isStated: always },
  { at: 'metadata.original_time', isStated: always },
  { at: 'metadata.tenant_uid', isStated: always },
  { at: 'metadata.product.name', isStated: always },
  { at: 'metadata.product.uid', isStated: always },
  { at: 'metadata.product.vendor_name', isStated: always },
  { at: 'actor.user', isStated: always },
  { at: 'actor.user.name', isStated: isKnown },
  { at: 'actor.user.uid', isStated: (event) => who(event).id !== undefined },
  { at: 'actor.user.type_id', isStated: ({ actor }) => actor.kind !== 'unknown' },
  { at: 'src_endpoint.ip', isStated: ({ ip }) => ip !== undefined },
  { at: 'http_request.user_agent', isStated: ({ userAgent }) => userAgent !== undefined },
  { at: 'http_request.http_method', of: ['http_activity'], isStated: always },
  { at: 'http_request.url', of: ['http_activity'], isStated: hasType },
  { at: 'http_response', of: ['http_activity'], isStated: always },
  { at: 'status_code', of: ['http_activity'], isStated: always },
  { at: 'is_remote', of: ['authentication'], isStated: always },
  { at: 'service.name', of: ['authentication'], isStated: always },
  { at: 'entity.name', of: ['entity_management'], isStated: isNamed },
  { at: 'entity.uid', of: ['entity_management'], isStated: hasId },
  { at: 'entity.type', of: ['entity_management'], isStated: hasType },
  { at: 'updated_entity', of: ['entity_management'], isStated: isChanged },
  { at: 'group.name', of: ['group_management'], isStated: isNamed },
  { at: 'group.uid', of: ['group_management'], isStated: hasId },
  { at: 'iam_role.name', of: ['role_management'], isStated: isNamed },
  { at: 'iam_role.uid', of: ['role_management'], isStated: hasId },
  { at: 'updated_role', of: ['role_management'], isStated: isChanged },
  { at: 'user.name', of: ['user_management'], isStated: isNamed },
  { at: 'user.uid', of: ['user_management'], isStated: hasId },
  { at: 'iam_roles', of: ['user_management'], isStated: isRoleChanged },
  { at: 'updated_user', of: ['user_management'], isStated: isChanged },
  { at: 'web_resources.name', of: ['web_resources_activity'], isStated: isNamed },
  { at: 'web_resources.uid', of: ['web_resources_activity'], isStated: hasId },
];

export interface Filled {
  readonly stated: number;
  readonly filled: number;
}

/** How often each attribute could be filled, and how often it is. */
export function filledIn(events: readonly AuditEvent[]): ReadonlyMap<string, Filled> {
  const counts = new Map<string, Filled>();
  for (const event of events) {
    const [said, name] = [toOcsf(event), ocsfClassOf(event)];
    for (const { at } of RECOMMENDED.filter(({ of = [name], isStated }) => of.includes(name) && isStated(event))) {
      const { stated, filled } = counts.get(at) ?? { stated: 0, filled: 0 };
      counts.set(at, { stated: stated + 1, filled: filled + (valueAt(said, at) === undefined ? 0 : 1) });
    }
  }
  return counts;
}

/** The share of the recommended attributes that are filled where the log states what belongs there. */
export function shareFilled(events: readonly AuditEvent[]): number {
  const counts = [...filledIn(events).values()];
  const sum = (count: (one: Filled) => number): number => counts.reduce((total, one) => total + count(one), 0);
  return sum(({ filled }) => filled) / sum(({ stated }) => stated);
}

function valueAt(said: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    return (one as JsonObject | undefined)?.[name];
  }, said);
}
