import { targetsOf, type AuditEvent } from '../event.ts';
import { present } from '../json.ts';
import type { Dated } from '../reading/order.ts';
import type { Remark, RuleRemark } from './remarks.ts';
import type { TracedAddress } from './traced-addresses.ts';

const BURST_MS = 30 * 60_000;
const SAMPLE = 3;

/** A burst of the same action by the actor. */
export interface TraceLine {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly provider: string;
  readonly tenant: string;
  readonly log: string;
  readonly verb: AuditEvent['verb'];
  readonly action: string;
  readonly target?: AuditEvent['target'];
  /** All targets, if there is more than one. */
  readonly targets?: AuditEvent['targets'];
  /** What the first few events changed, in their order. */
  readonly changes: AuditEvent['changes'];
  /** The message of the first event. */
  readonly message: string;
  readonly ips: readonly string[];
  readonly remarks: readonly Remark[];
  /** The uids of the first few events. */
  readonly uids: readonly string[];
}

interface Line extends TraceLine {
  readonly ips: string[];
  readonly remarks: Remark[];
  readonly uids: string[];
}

/** Puts the same action on the same target on one line, unless there is a long pause in between. */
export function toLines(
  events: readonly Dated[],
  addresses: readonly TracedAddress[],
  remarksOn: (event: AuditEvent) => readonly RuleRemark[],
): TraceLine[] {
  const lines: Line[] = [];
  const open = new Map<string, { readonly index: number; readonly until: number; readonly ips: Set<string> }>();
  const marks = new Map(addresses.map(({ ip, remarks }) => [ip, remarks]));
  for (const { at, event } of events) {
    const key = JSON.stringify([event.provider, event.tenant, event.log, event.actor, event.action, targetsOf(event)]);
    const { index = lines.length, until = Number.NEGATIVE_INFINITY, ips = new Set<string>() } = open.get(key) ?? {};
    const line = at - until <= BURST_MS ? lines[index] : undefined;
    const address = (event.ip === undefined ? undefined : marks.get(event.ip)) ?? [];
    const remarks = [...new Set<Remark>([...remarksOn(event), ...address])].toSorted();
    if (line === undefined) {
      const added = lineOf(event, remarks);
      open.set(key, { index: lines.push(added) - 1, until: at, ips: new Set(added.ips) });
    } else {
      lines[index] = longer(line, event, remarks, ips);
      open.set(key, { index, until: at, ips });
    }
  }
  return lines;
}

function lineOf(event: AuditEvent, remarks: Remark[]): Line {
  const { time, provider, tenant, log, verb, action, target, targets, changes, message, ip, uid } = event;
  return {
    from: time,
    to: time,
    count: 1,
    provider,
    tenant,
    log,
    verb,
    action,
    ...present({ target, targets }),
    changes,
    message,
    ips: ip === undefined ? [] : [ip],
    remarks,
    uids: [uid],
  };
}

function longer(
  line: Line,
  { time, ip, uid, changes }: AuditEvent,
  remarks: readonly Remark[],
  ips: Set<string>,
): Line {
  // Mutated instead of copied, because there may be as many addresses as events.
  if (ip !== undefined && !ips.has(ip)) line.ips.push(ip);
  if (ip !== undefined) ips.add(ip);
  return {
    ...line,
    to: time,
    count: line.count + 1,
    remarks: [...new Set([...line.remarks, ...remarks])],
    ...(line.uids.length < SAMPLE ? { uids: [...line.uids, uid], changes: [...line.changes, ...changes] } : {}),
  };
}
