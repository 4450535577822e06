import { nearer, type Order } from './order.ts';

/** How much may be read for one answer. */
export interface Budget {
  /** Whether there is room for one more page now. */
  readonly left: () => boolean;
  readonly spend: (pages: number) => void;
  /** A log stops here, because nothing is left. */
  readonly halt: (reached: number) => void;
  /** How far every log has been read, if one had to stop. */
  readonly halted: () => number | undefined;
}

export interface BudgetLimits {
  readonly maxPages: number;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly now: () => number;
  readonly order: Order;
}

export function createBudget({ maxPages, deadline, now, order }: BudgetLimits): Budget {
  let pages = 0;
  let halted: number | undefined;
  return {
    left: () => pages < maxPages && now() < deadline,
    spend: (more) => {
      pages += more;
    },
    halt: (reached) => {
      halted = halted === undefined ? reached : nearer(halted, reached, order);
    },
    halted: () => halted,
  };
}
