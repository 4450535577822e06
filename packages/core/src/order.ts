import type { AuditEvent } from './event.ts';
import type { Window } from './window.ts';

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

/** Where reading a window ends. */
export function farEnd(window: Window, order: Order): number {
  return order === 'oldest' ? window.to : window.from;
}

/** What of a window lies on the far side of a time. */
export function beyond(window: Window, reached: number, order: Order): Window {
  return order === 'oldest' ? { from: reached, to: window.to } : { from: window.from, to: reached };
}

/** Whether an event lies on the near side of a time: no event that is read later can belong before it. */
export function isSettled({ time }: Place, reached: number, order: Order): boolean {
  return order === 'oldest' ? Date.parse(time) < reached : Date.parse(time) >= reached;
}

/** The time that is reached later. */
export function further(a: number, b: number, order: Order): number {
  return order === 'oldest' ? Math.max(a, b) : Math.min(a, b);
}

/** The time that is reached sooner. */
export function nearer(a: number, b: number, order: Order): number {
  return order === 'oldest' ? Math.min(a, b) : Math.max(a, b);
}
