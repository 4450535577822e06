import { invalid } from '../errors.ts';
import type { Place } from './order.ts';
import { isTime } from '../time-range.ts';
import type { Window } from '../window.ts';

/**
 * Where an answer ended: the frozen window, the last event given, and the hash of the query. A position in time,
 * not a vendor's cursor: it works after an hour, after a restart and in another process.
 */
export interface Position {
  readonly window: Window;
  readonly last: Place;
  readonly hash: string;
}

const FORMAT = /^th1\.([0-9a-z]+)\.([0-9a-z]+)\.([\w-]{16})\.([0-9a-z]+)\.([\w-]+)$/;

export function writePosition({ window, last, hash }: Position): string {
  return ['th1', window.from.toString(36), window.to.toString(36), hash, last.at.toString(36), last.uid].join('.');
}

/** Reads a cursor of ours; refuses what is none, and one that belongs to another query. */
export function readPosition(cursor: string, hash: string): Position {
  const [, from, to, asked, last, uid] = FORMAT.exec(cursor) ?? [];
  const window = { from: read(from), to: read(to) };
  const at = read(last);
  if (uid === undefined || ![window.from, window.to, at].every(isTime) || window.from >= window.to) {
    throw invalid(
      'cursor',
      'is not one of ours',
      'Copy the cursor of the earlier answer whole, or leave it out to start anew.',
    );
  }
  if (asked !== hash) {
    throw invalid(
      'cursor',
      'belongs to another query',
      'Repeat the earlier query unchanged (limit may differ), or leave the cursor out.',
    );
  }
  return { window, last: { at, uid }, hash };
}

function read(digits = ''): number {
  return Number.parseInt(digits, 36);
}
