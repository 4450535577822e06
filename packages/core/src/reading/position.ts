import { invalid } from '../errors.ts';
import type { Place } from './order.ts';
import { digest } from '../identity.ts';
import { isTime } from '../time-range.ts';
import { iso, type Window, type WindowInput } from '../window.ts';
import { field, worded } from '../wording.ts';

/**
 * Where an answer ended: the frozen window, the last event and a hash of the query. It is a position in time instead of
 * a vendor cursor (keyset pagination), so it works after an hour, after a restart and in another process.
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

/** Tells queries apart. The first part hashes everything but the window; the last part, how the window was written. */
export function hashOf({ since, until, timeZone }: WindowInput, rest: readonly unknown[]): string {
  return `${digest(JSON.stringify(rest))}${digest(JSON.stringify([since, until, timeZone])).slice(0, OF_WINDOW)}`;
}

/** Reads a cursor of ours; rejects anything else, and a cursor of another query. */
export function readPosition(cursor: string, hash: string, asked: WindowInput): Position {
  const [, from, to, hashed = '', last, uid] = FORMAT.exec(cursor) ?? [];
  const window = { from: read(from), to: read(to) };
  const at = read(last);
  if (EARLIER_FORMAT.test(cursor)) {
    throw invalid('cursor', 'was made by an earlier version', worded`Leave the ${field('cursor')} out to start over.`);
  }
  if (uid === undefined || ![window.from, window.to, at].every(isTime) || window.from >= window.to) {
    throw invalid(
      'cursor',
      'was not made by Trailhound',
      worded`Copy the whole ${field('cursor')} of the earlier answer, or leave it out to start over.`,
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

/** Whether the window is given by its own ends, as it is when a caller repeats the query of an answer. */
function isWindow({ since, until }: WindowInput, { from, to }: Window): boolean {
  return since === iso(from) && until === iso(to);
}

function read(digits = ''): number {
  return Number.parseInt(digits, 36);
}
