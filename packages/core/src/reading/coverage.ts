import { toGap, type Gap, type Missing } from './gap.ts';
import { present } from '../json.ts';
import type { Part } from './query.ts';
import type { Batch } from './span.ts';
import { clip, iso, subtract, type Window } from '../window.ts';

/** What an answer holds of one log, and why not the rest. */
export interface Coverage {
  readonly provider: string;
  readonly tenant: string;
  /** Which account it is, as `gong/emea`, where several of its product are connected. */
  readonly account?: string | undefined;
  readonly log: string;
  readonly asked: { readonly from: string; readonly to: string };
  /** Whether the answer holds everything that the vendor has of the asked window. */
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
  /** Entries younger than this may still arrive. */
  readonly settledUntil: string;
  readonly pages: number;
  /** Entries that the vendor sent. */
  readonly scanned: number;
  /** Events that the query wants. */
  readonly matched: number;
  /** How many entries the vendor says there are, by its own reading of the window and before our filters. */
  readonly vendorTotal?: number;
  readonly notices: readonly string[];
}

/** Collects what becomes the coverage of one log. */
export interface Tally {
  readonly part: Part;
  /** Notes what was read, and how much of it is wanted. */
  readonly add: (read: Pick<Batch, 'pages' | 'scanned' | 'notices' | 'missing'>, matched: number) => void;
  /** Notes a part of the asked window that is not read. What is noted as missing already stays as it was noted. */
  readonly gap: (missing: Missing) => void;
  readonly total: (total: number) => void;
  /** Something that a reader of the answer should know. */
  readonly notice: (text: string) => void;
  readonly coverage: () => Coverage;
}

/** A tally for one log of a query. */
export function openTally(part: Part, asked: Window, now: number): Tally {
  const gaps: Missing[] = [];
  const notices = new Set<string>();
  const count = { pages: 0, scanned: 0, matched: 0 };
  let vendorTotal: number | undefined;

  function gap({ from, to, ...why }: Missing): void {
    const inside = clip({ from, to }, asked);
    if (inside !== undefined) gaps.push(...subtract(inside, gaps).map((window) => ({ ...window, ...why })));
  }

  return {
    part,
    add: ({ pages, scanned, notices: said, missing = [] }, matched) => {
      count.pages += pages;
      count.scanned += scanned;
      count.matched += matched;
      for (const notice of said) notices.add(notice);
      missing.forEach(gap);
    },
    gap,
    total: (total) => {
      vendorTotal = total;
    },
    notice: (text) => {
      notices.add(text);
    },
    coverage: () =>
      present({
        ...headOf(part, asked, now),
        complete: gaps.length === 0,
        gaps: gaps.toSorted((a, b) => a.from - b.from).map(toGap),
        ...count,
        vendorTotal,
        notices: [...notices],
      }),
  };
}

function headOf(
  { connection, log, account }: Part,
  asked: Window,
  now: number,
): Pick<Coverage, 'provider' | 'tenant' | 'account' | 'log' | 'asked' | 'settledUntil'> {
  return {
    provider: connection.provider.id,
    tenant: connection.tenant,
    ...(account === undefined ? {} : { account }),
    log: log.id,
    asked: { from: iso(asked.from), to: iso(asked.to) },
    settledUntil: iso(Math.min(asked.to, now - log.lagMs)),
  };
}

/** Whether nothing is missing of what was asked. */
export function isComplete(coverage: readonly Coverage[]): boolean {
  return coverage.every(({ complete }) => complete);
}
