import { targetsOf, type AuditEvent, type Change, type Target } from '../event.ts';
import { hasBareMarker } from '../guard/marker.ts';
import { canonical } from '../identity.ts';
import { labelOf } from '../label.ts';

/** A change that a later event took back. */
export interface Undone {
  readonly provider: string;
  readonly tenant: string;
  readonly target: Target;
  readonly change: Change;
  /** When it was made, and when taken back. */
  readonly from: string;
  readonly to: string;
  readonly ms: number;
  /** The uids of both events. */
  readonly uids: readonly [string, string];
}

/** The fields of an event that tell what it changed. */
export type Changing = Pick<AuditEvent, 'uid' | 'time' | 'provider' | 'tenant' | 'target' | 'targets' | 'changes'>;

/** A change of known values, and what tells it and its reverse from all others. */
interface Made {
  readonly event: Changing;
  readonly target: Target;
  readonly change: Change;
  readonly key: string;
  readonly reverse: string;
}

/** The changes that a later one of the same field of the same target reverses, and how long each lasted. */
export function undoneIn(events: readonly Changing[]): Undone[] {
  const open = new Map<string, Made>();
  const undone: Undone[] = [];
  const ordered = events.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
  for (const now of ordered.flatMap(madeBy)) {
    const before = open.get(now.reverse);
    if (before !== undefined) undone.push(pairOf(before, now));
    open.delete(now.reverse);
    open.set(now.key, now);
  }
  return undone;
}

function pairOf({ event, target, change }: Made, { event: later }: Made): Undone {
  const { provider, tenant, uid, time: from } = event;
  const { uid: last, time: to } = later;
  return { provider, tenant, target, change, from, to, ms: Date.parse(to) - Date.parse(from), uids: [uid, last] };
}

function madeBy(event: Changing): Made[] {
  const [target] = targetsOf(event);
  if (target === undefined) return [];
  const which = target.id === undefined ? labelOf(target) : `${target.type}#${target.id}`;
  return event.changes.flatMap((change) => {
    const values = valuesOf(change);
    if (values === undefined) return [];
    const keyOf = (sides: readonly string[]): string =>
      JSON.stringify([event.provider, event.tenant, which, change.field, ...sides]);
    return [{ event, target, change, key: keyOf(values), reverse: keyOf(values.toReversed()) }];
  });
}

/** Both sides as texts, if they are known. A marker without a fingerprint may stand for any secret. */
function valuesOf({ from, to }: Change): readonly [string, string] | undefined {
  const known = from === undefined ? sidesOf(to) : [from, to];
  const [before, after] = known.map((side) => canonical(side));
  if (before === undefined || after === undefined || before === after) return undefined;
  return hasBareMarker(before + after) ? undefined : [before, after];
}

const STATES = [
  ['enabled', 'disabled'],
  ['suspended', 'unsuspended'],
  ['turned on', 'turned off'],
  ['on', 'off'],
];

/** A state of two tells what there was before. */
function sidesOf(to: unknown): readonly string[] {
  const state = typeof to === 'string' ? to.toLowerCase() : '';
  const other = STATES.find((both) => both.includes(state))?.find((one) => one !== state);
  return other === undefined ? [] : [other, state];
}
