import { cannotMatch, type Mismatch } from './cannot-match.ts';
import type { Countable } from './countable.ts';
import { toGap, type Gap, type Missing } from './gap.ts';
import { present } from '../json.ts';
import type { Part } from './query.ts';
import type { Batch, Kept } from './span.ts';
import { clip, iso, subtract, union, type Window } from '../window.ts';

/** What an answer holds of one log, and why the rest is missing. */
export interface Coverage {
  readonly provider: string;
  readonly tenant: string;
  /** The account, as `gong/emea`, where several accounts of the product are connected. */
  readonly account?: string;
  readonly log: string;
  readonly asked: { readonly from: string; readonly to: string };
  /**
   * Whether the answer holds everything that the vendor has of the asked window, and the log can tell what was asked.
   */
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
  /** Entries after this time may still arrive. */
  readonly settledUntil: string;
  readonly pages: number;
  /** Entries that the vendor sent. */
  readonly scanned: number;
  /** Events that match the query. */
  readonly matched: number;
  /** How many entries the vendor says there are, by its own interpretation of the window and before our filters. */
  readonly vendorTotal?: number;
  readonly notices: readonly string[];
  /** Why nothing of this log can match the query, whatever happened: `UserCallPlay has no IP addresses`. */
  readonly cannotMatch?: Mismatch;
  /** What of it comes from a store, if anything does. */
  readonly archive?: Archived;
}

/** What an archive, or what a program kept in memory, has given of one log. */
export interface Archived {
  readonly windows: readonly { readonly from: string; readonly to: string }[];
  /** When the store last added to it; where it holds several stretches, to the one that is oldest in this. */
  readonly readAt: string;
  /** Where the archive's ledger stood, for citing. Absent if it comes from memory. */
  readonly ledger?: Kept['ledger'];
}

/** Collects the coverage of one log. */
export interface Tally {
  readonly part: Part;
  /** Adds what was read, and how much of it matched. */
  readonly add: (read: Pick<Batch, 'pages' | 'scanned' | 'notices' | 'missing' | 'kept'>, matched: number) => void;
  /** Adds a part of the asked window that is missing. What is already missing keeps its first reason. */
  readonly gap: (missing: Missing) => void;
  /** Stretches that are counted when everything else has been read. */
  readonly deferred: Countable[];
  /** The vendor's own count in place of events; undefined in it if that failed. Nothing of the log is read then. */
  readonly counted: (number | undefined)[];
  /** Adds something that a reader of the answer should know. */
  readonly notice: (text: string) => void;
  readonly coverage: () => Coverage;
}

/** Opens a tally for one log of a query. */
export function openTally(part: Part, asked: Window, now: number): Tally {
  const gaps: Missing[] = [];
  const notices = new Set<string>();
  const archived: Kept[] = [];
  const read = { pages: 0, scanned: 0, matched: 0 };
  const counted: Tally['counted'] = [];

  function gap({ from, to, ...why }: Missing): void {
    const inside = clip({ from, to }, asked);
    if (inside !== undefined) gaps.push(...subtract(inside, gaps).map((window) => ({ ...window, ...why })));
  }

  return {
    part,
    add: ({ pages, scanned, notices: said, missing = [], kept }, matched) => {
      if (kept !== undefined) archived.push(kept);
      read.pages += pages;
      read.scanned += scanned;
      read.matched += matched;
      for (const notice of said) notices.add(notice);
      missing.forEach(gap);
    },
    gap,
    deferred: [],
    counted,
    notice: (text) => {
      notices.add(text);
    },
    coverage: () =>
      present({
        ...headOf(part, asked, now),
        ...tellingOf(part, read.matched, gaps),
        gaps: gaps.toSorted((a, b) => a.from - b.from).map(toGap),
        ...read,
        vendorTotal: counted[0],
        notices: [...notices],
        archive: archivedOf(archived),
      }),
  };
}

function tellingOf(
  { log, wanted }: Part,
  matched: number,
  gaps: readonly Missing[],
): Pick<Coverage, 'complete' | 'cannotMatch'> {
  // The vendor may send more than its documentation says: what was found counts.
  const mismatch = matched === 0 ? cannotMatch(log, wanted) : undefined;
  return { complete: gaps.length === 0 && mismatch?.silent !== true, ...present({ cannotMatch: mismatch }) };
}

function archivedOf(stretches: readonly Kept[]): Archived | undefined {
  if (stretches.length === 0) return undefined;
  const windows = union(stretches).map(({ from, to }) => ({ from: iso(from), to: iso(to) }));
  const readAt = iso(Math.min(...stretches.map((one) => one.readAt)));
  return present({ windows, readAt, ledger: stretches.at(-1)?.ledger });
}

function headOf(
  { connection, log, account }: Part,
  asked: Window,
  now: number,
): Pick<Coverage, 'provider' | 'tenant' | 'account' | 'log' | 'asked' | 'settledUntil'> {
  return {
    provider: connection.provider.id,
    tenant: connection.tenant,
    ...present({ account }),
    log: log.id,
    asked: { from: iso(asked.from), to: iso(asked.to) },
    settledUntil: iso(Math.min(asked.to, now - log.lagMs)),
  };
}

/** Whether nothing of what was asked is missing. */
export function isComplete(coverage: readonly Coverage[]): boolean {
  return coverage.every(({ complete }) => complete) && unanswered(coverage).length === 0;
}

/**
 * The logs that say nothing about what was asked: those that are silent about it, and those of an account in which no
 * log could match.
 */
export function unanswered(coverage: readonly Coverage[]): readonly Coverage[] {
  const accountOf = ({ provider, tenant }: Coverage): string => JSON.stringify([provider, tenant]);
  const answering = new Set(coverage.filter(({ cannotMatch: mismatch }) => mismatch === undefined).map(accountOf));
  return coverage.filter(
    (one) => one.cannotMatch !== undefined && (one.cannotMatch.silent || !answering.has(accountOf(one))),
  );
}
