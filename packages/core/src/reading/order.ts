import type { AuditEvent } from '../event.ts';
import type { Window } from '../window.ts';

/** Which events come first. */
export type Order = 'newest' | 'oldest';

/** A position in the sort order: events with the same time are ordered by uid. */
export interface Place {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly uid: string;
}

/** An event with its position. The time is parsed once, when the event is made, and stays a number from then on. */
export interface Dated extends Place {
  readonly event: AuditEvent;
  /** Whether the vendor's time could be parsed. If not, the event has the time of the one before it. */
  readonly stated: boolean;
}

/** Compares by time, then by uid; `newest` is the reverse of `oldest`. */
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

/** Sorts events. Returns the same array if it is already sorted, as most vendor pages are. */
export function sorted(events: readonly Dated[], order: Order): readonly Dated[] {
  const compare = inOrder(order);
  for (let index = 1; index < events.length; index += 1) {
    const [before, after] = [events[index - 1], events[index]];
    if (before && after && compare(before, after) > 0) return events.toSorted(compare);
  }
  return events;
}

/** Where reading a window starts. */
export function nearEnd({ from, to }: Window, order: Order): number {
  return order === 'oldest' ? from : to;
}

/** Where reading a window ends. */
export function farEnd(window: Window, order: Order): number {
  return order === 'oldest' ? window.to : window.from;
}

/** The part of a window that lies beyond a time, in reading order. */
export function beyond(window: Window, reached: number, order: Order): Window {
  return order === 'oldest' ? { from: reached, to: window.to } : { from: window.from, to: reached };
}

/** Whether reading has passed an event, so that nothing read later can sort before it. */
export function isSettled({ at }: Place, reached: number, order: Order): boolean {
  return order === 'oldest' ? at < reached : at >= reached;
}

/** The later of two times in reading order. */
export function further(a: number, b: number, order: Order): number {
  return order === 'oldest' ? Math.max(a, b) : Math.min(a, b);
}

/** The earlier of two times in reading order. */
export function nearer(a: number, b: number, order: Order): number {
  return order === 'oldest' ? Math.min(a, b) : Math.max(a, b);
}
