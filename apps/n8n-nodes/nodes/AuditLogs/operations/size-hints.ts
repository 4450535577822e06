import type { Coverage } from '@trailhound/core';
import type { Hint } from './operation.ts';

/** From this many items on, memory use is worth a hint. */
const LARGE = 10_000;

/** Hints about the size of a result: the limit cut it short, or it takes much memory. */
export function sizeHints(coverage: readonly Coverage[], items: number): Hint[] {
  const hints: Hint[] = [];
  if (coverage.some(({ gaps }) => gaps.some(({ reason }) => reason === 'limit'))) {
    const message = `There may be more than these ${items} events: raise the limit, or turn on Return All.`;
    hints.push({ message, type: 'info', aboutLimit: true });
  }
  if (items >= LARGE) {
    const message = `Return All returned ${items.toLocaleString('en')} items; Export to File needs less memory.`;
    hints.push({ message, type: 'info' });
  }
  return hints;
}
