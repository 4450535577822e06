import type { Coverage } from '@trailhound/core';
import type { Hint } from './operation.ts';

/** From here on the memory that items take is worth a word. */
const LARGE = 10_000;

/** What the user should know about an answer that does not hold everything, or holds very much. */
export function hintsOn(coverage: readonly Coverage[], items: number): Hint[] {
  const gaps = coverage.flatMap(({ provider, log, gaps: missing }) => missing.map((gap) => ({ provider, log, gap })));
  const hints: Hint[] = [];
  if (gaps.some(({ gap }) => gap.reason === 'limit')) {
    const message = `There may be more than these ${items} events: raise the limit, or turn on Return All.`;
    hints.push({ message, type: 'info' });
  }
  for (const { provider, log, gap } of gaps.filter((one) => one.gap.reason !== 'limit')) {
    const part = `${provider}.${log} is missing from ${gap.from} to ${gap.to} (${gap.reason})`;
    hints.push({ message: `Partial result: ${part}. ${gap.hint}`, type: 'warning' });
  }
  if (items >= LARGE) {
    const message = `Return All gave ${items.toLocaleString('en')} items; Export to File needs less memory.`;
    hints.push({ message, type: 'info' });
  }
  return hints;
}
