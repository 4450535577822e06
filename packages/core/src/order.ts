import type { AuditEvent } from './event.ts';

/** Which events come first. */
export type Order = 'newest' | 'oldest';

/** A place in an order: events of the same time are told apart by their uid. */
export type Place = Pick<AuditEvent, 'time' | 'uid'>;

/** Compares by time, then by uid; `newest` is `oldest` backwards. Times are ISO with milliseconds, so text compares. */
export function inOrder(order: Order): (a: Place, b: Place) => number {
  return order === 'oldest' ? ascending : (a, b) => ascending(b, a);
}

function ascending(a: Place, b: Place): number {
  return byText(a.time, b.time) || byText(a.uid, b.uid);
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
