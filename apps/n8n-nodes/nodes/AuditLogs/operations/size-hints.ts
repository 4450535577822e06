import type { Coverage } from '@trailhound/core';
import type { Hint } from './operation.ts';

/** From here on the memory that items take is worth a word. */
const LARGE = 10_000;

/** What the user should know about the size of a result: that the limit cut it, or that it takes much memory. */
export function sizeHints(coverage: readonly Coverage[], items: number): Hint[] {
  const hints: Hint[] = [];
  if (coverage.some(({ gaps }) => gaps.some(({ reason }) => reason === 'limit'))) {
    const message = `There may be more than these ${items} events: raise the limit, or turn on Return All.`;
    hints.push({ message, type: 'info', aboutLimit: true });
  }
  if (items >= LARGE) {
    const message = `Return All gave ${items.toLocaleString('en')} items; Export to File needs less memory.`;
    hints.push({ message, type: 'info' });
  }
  return hints;
}
