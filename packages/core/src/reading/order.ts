import type { AuditEvent } from '../event.ts';
import type { Window } from '../window.ts';

/** Which events come first. */
export type Order = 'newest' | 'oldest';

/** A place in an order: events of the same time are told apart by their uid. */
export interface Place {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly uid: string;
}

/** An event with its place. Its time is read once, where the event is made, and is a number from then on. */
export interface Dated extends Place {
  readonly event: AuditEvent;
  /** Whether the vendor's time could be read. Otherwise the event stands beside the one before it. */
  readonly stated: boolean;
}

/** Compares by time, then by uid; `newest` is `oldest` backwards. */
export function inOrder(order: Order): (a: Place, b: Place) => number {
  return order === 'oldest' ? ascending : (a, b) => ascending(b, a);
}

function ascending(a: Place, b: Place): number {
  return a.at - b.at || byText(a.uid, b.uid);
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The events in order: the same list where they are in order already, as most of what a vendor sends is. */
export function sorted(events: readonly Dated[], order: Order): readonly Dated[] {
  const compare = inOrder(order);
  for (let index = 1; index < events.length; index += 1) {
    const [before, after] = [events[index - 1], events[index]];
    if (before && after && compare(before, after) > 0) return events.toSorted(compare);
  }
  return events;
}

/** Where reading a window begins. */
export function nearEnd({ from, to }: Window, order: Order): number {
  return order === 'oldest' ? from : to;
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
export function isSettled({ at }: Place, reached: number, order: Order): boolean {
  return order === 'oldest' ? at < reached : at >= reached;
}

/** The time that is reached later. */
export function further(a: number, b: number, order: Order): number {
  return order === 'oldest' ? Math.max(a, b) : Math.min(a, b);
}

/** The time that is reached sooner. */
export function nearer(a: number, b: number, order: Order): number {
  return order === 'oldest' ? Math.min(a, b) : Math.max(a, b);
}
