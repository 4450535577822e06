import { plain } from '@trailhound/core';
import type { JsonObject } from './json.ts';

/** So much of a text or a list tells which it was. */
const LONGEST = 60;
const MOST = 10;

/** The query in an answer: enough to see what was understood, however much was asked. */
export function echo(asked: unknown): unknown {
  if (typeof asked === 'string') return plain(asked, { max: LONGEST });
  if (Array.isArray(asked)) return few(asked);
  if (typeof asked !== 'object' || asked === null) return asked;
  return Object.fromEntries(Object.entries(asked as JsonObject).map(([name, value]) => [name, echo(value)]));
}

function few(list: readonly unknown[]): unknown[] {
  const left = list.length - MOST;
  if (left <= 0) return list.map(echo);
  return [...list.slice(0, MOST).map(echo), `and ${left} more`];
}
