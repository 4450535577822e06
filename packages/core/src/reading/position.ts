import { invalid } from '../errors.ts';
import type { Place } from './order.ts';
import { digest } from '../identity.ts';
import { isTime } from '../time-range.ts';
import { iso, type Window, type WindowInput } from '../window.ts';
import { field, worded } from '../wording.ts';

/**
 * Where an answer ended: the frozen window, the last event given, and the hash of the query. A position in time,
 * not a vendor's cursor: it works after an hour, after a restart and in another process.
 */
export interface Position {
  readonly window: Window;
  readonly last: Place;
  readonly hash: string;
}

const FORMAT = /^th2\.([0-9a-z]+)\.([0-9a-z]+)\.([\w-]{24})\.([0-9a-z]+)\.([\w-]+)$/;
const EARLIER_FORMAT = /^th1\./;

export function writePosition({ window, last, hash }: Position): string {
  return ['th2', window.from.toString(36), window.to.toString(36), hash, last.at.toString(36), last.uid].join('.');
}

const OF_WINDOW = 8;

/** Tells queries apart: in the first part by everything but the window, in the last by how the window was asked for. */
export function hashOf({ since, until, timeZone }: WindowInput, rest: readonly unknown[]): string {
  return `${digest(JSON.stringify(rest))}${digest(JSON.stringify([since, until, timeZone])).slice(0, OF_WINDOW)}`;
}

/** Reads a cursor of ours; refuses what is none, and one that belongs to another query. */
export function readPosition(cursor: string, hash: string, asked: WindowInput): Position {
  const [, from, to, hashed = '', last, uid] = FORMAT.exec(cursor) ?? [];
  const window = { from: read(from), to: read(to) };
  const at = read(last);
  if (EARLIER_FORMAT.test(cursor)) {
    throw invalid('cursor', 'was made by an earlier version', worded`Leave the ${field('cursor')} out to start anew.`);
  }
  if (uid === undefined || ![window.from, window.to, at].every(isTime) || window.from >= window.to) {
    throw invalid(
      'cursor',
      'is not one of ours',
      worded`Copy the ${field('cursor')} of the earlier answer whole, or leave it out to start anew.`,
    );
  }
  if (hashed !== hash && !(isWindow(asked, window) && hashed.slice(0, -OF_WINDOW) === hash.slice(0, -OF_WINDOW))) {
    throw invalid(
      'cursor',
      'belongs to another query',
      worded`Repeat the earlier query unchanged (${field('limit')} may differ), or leave the ${field('cursor')} out.`,
    );
  }
  return { window, last: { at, uid }, hash: hashed };
}

/** Whether the window is asked for by its own ends, as an answer repeats the query. */
function isWindow({ since, until }: WindowInput, { from, to }: Window): boolean {
  return since === iso(from) && until === iso(to);
}

function read(digits = ''): number {
  return Number.parseInt(digits, 36);
}
