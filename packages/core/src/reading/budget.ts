import { AuditError } from '../errors.ts';

/** How much one question may read, across all of its logs and rounds. */
export interface Budget {
  /** Takes one page; throws an error with `held: 'budget'` when none is left. */
  readonly takePage: () => void;
  readonly isSpent: () => boolean;
  /** Whether the deadline has passed. */
  readonly isLate: () => boolean;
  /** The limits of a question beside this one: a share of what is left, and no more pages than were read for this one. */
  readonly aside: (share: number) => BudgetLimits;
}

export interface BudgetLimits {
  readonly maxPages: number;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly now: () => number;
}

export function createBudget({ maxPages, deadline, now }: BudgetLimits): Budget {
  let pages = 0;
  return {
    takePage: () => {
      if (pages >= maxPages) throw spent();
      pages += 1;
    },
    isSpent: () => pages >= maxPages,
    isLate: () => now() >= deadline,
    aside: (share) => ({
      maxPages: Math.min(pages, Math.floor((maxPages - pages) * share)),
      deadline: now() + Math.max(0, deadline - now()) * share,
      now,
    }),
  };
}

function spent(): AuditError {
  return new AuditError({
    code: 'rate_limited',
    message: 'The page limit was reached',
    hint: 'Allow more pages, or ask for fewer logs or a shorter window.',
    held: 'budget',
  });
}
