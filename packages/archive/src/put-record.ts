import { AuditError } from '@trailhound/core';
import { byDay, createTree, hex, leafHash, type RecordFacts } from '@trailhound/core/ledger';
import { holds, iso, type Window } from '@trailhound/core/source';
import type { Put } from './port.ts';

/** A new event, and its line for the ledger. */
export interface Fresh {
  readonly at: number;
  readonly uid: string;
  readonly line: string;
}

/** What the record of a put says. */
export function factsOf(
  { log, window, events, facts }: Put,
  fresh: readonly Fresh[],
  wasEmpty: boolean,
): Omit<RecordFacts, 'by'> {
  const tree = createTree();
  for (const { line } of fresh) tree.add(leafHash(line));
  const empty = wasEmpty ? 'unproven' : 'seen_before';
  return {
    ...log,
    kind: facts.kind,
    ...written(window),
    readFrom: iso(facts.readFrom),
    readTo: iso(facts.readTo),
    clockSkewMs: facts.clockSkewMs,
    empty: events.length === 0 ? empty : undefined,
    pages: facts.pages,
    seen: events.length,
    fresh: fresh.length,
    first: fresh.at(0)?.uid,
    last: fresh.at(-1)?.uid,
    root: hex(tree.root()),
  };
}

/** A stretch as records write it. */
export function written({ from, to }: Window): { readonly from: string; readonly to: string } {
  return { from: iso(from), to: iso(to) };
}

/** A put lies within one day, and its events within it. */
export function checkPut({ window, events }: Put): void {
  const outside = events.find(({ at }) => !holds(window, at));
  if (byDay(window).length === 1 && outside === undefined) return;
  const which = `${iso(window.from)} to ${iso(window.to)}`;
  const message =
    outside === undefined ? `${which} is no stretch within one day` : `${outside.uid} does not lie within ${which}`;
  throw new AuditError({ code: 'internal', message, hint: 'This is a defect of whoever writes to the archive.' });
}
