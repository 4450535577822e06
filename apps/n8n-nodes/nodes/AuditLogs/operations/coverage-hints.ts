import { providers, type Coverage, type Gap } from '@trailhound/core';
import { byLabel } from '../fault-wording.ts';
import { titleCase } from '../fields/wording.ts';
import type { Hint } from './operation.ts';

/** From here on the memory that items take is worth a word. */
const LARGE = 10_000;

/** What the user should know about an answer that does not hold everything, or holds very much. */
export function hintsOn(coverage: readonly Coverage[], items: number): Hint[] {
  const gaps = coverage.flatMap((part) => part.gaps.map((gap) => ({ part, gap })));
  const hints: Hint[] = gaps
    .filter(({ gap }) => gap.reason !== 'limit')
    .map(({ part, gap }) => ({ message: `Partial result: ${missing(part, gap)}`, type: 'warning' }));
  if (gaps.some(({ gap }) => gap.reason === 'limit')) {
    const message = `There may be more than these ${items} events: raise the limit, or turn on Return All.`;
    hints.push({ message, type: 'info', aboutLimit: true });
  }
  if (items >= LARGE) {
    const message = `Return All gave ${items.toLocaleString('en')} items; Export to File needs less memory.`;
    hints.push({ message, type: 'info' });
  }
  return hints;
}

function missing({ provider, log }: Coverage, { from, to, reason, hint }: Gap): string {
  return `${nameOf(provider, log)} is missing from ${minuteOf(from)} to ${minuteOf(to)} UTC (${reason}). ${byLabel(hint)}`;
}

function nameOf(id: string, log: string): string {
  const provider = Object.values(providers).find((one) => one.id === id);
  const label = provider?.logs.find((one) => one.id === log)?.label ?? log;
  return `${provider?.label ?? id}, ${titleCase(label)},`;
}

/** `2026-11-14T16:09:46.000Z` to the minute. */
function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
