import { AuditError } from '../errors.ts';

/** How much one question may read, across all of its logs and rounds. */
export interface Budget {
  /** Takes one page; throws an error with `held: 'budget'` when none is left. */
  readonly takePage: () => void;
  readonly isSpent: () => boolean;
  /** Whether the deadline has passed. */
  readonly isLate: () => boolean;
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
