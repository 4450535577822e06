import { providers, type Coverage, type Gap } from '@trailhound/core';
import { byLabel } from '../fault-wording.ts';
import { titleCase } from '../fields/wording.ts';
import type { Hint } from './operation.ts';

/** From here on the memory that items take is worth a word. */
const LARGE = 10_000;

/** What the user should know about an answer that does not hold everything, or holds very much. */
export function hintsOn(coverage: readonly Coverage[], items: number): Hint[] {
  const gaps = coverage.flatMap((part) => part.gaps.map((gap) => ({ part, gap })));
  const hints: Hint[] = alike(gaps.filter(({ gap }) => gap.reason !== 'limit')).map((group) => ({
    message: `Partial result: ${missing(group)}`,
    type: 'warning',
  }));
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

interface Lack {
  readonly part: Coverage;
  readonly gap: Gap;
}

/** Logs of one product that lack the same for the same reason are told in one sentence. */
function alike(lacks: readonly Lack[]): readonly (readonly [Lack, ...Lack[]])[] {
  const groups = new Map<string, [Lack, ...Lack[]]>();
  for (const lack of lacks) {
    const { from, to, reason, hint } = lack.gap;
    const key = JSON.stringify([lack.part.provider, from, to, reason, hint]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [lack]);
    else group.push(lack);
  }
  return [...groups.values()];
}

function missing(lacks: readonly [Lack, ...Lack[]]): string {
  const [{ part, gap }] = lacks;
  const provider = Object.values(providers).find((one) => one.id === part.provider);
  const names = lacks.map(({ part: { log } }) => titleCase(provider?.logs.find(({ id }) => id === log)?.label ?? log));
  const lacking = `${[provider?.label ?? part.provider, ...names].join(', ')}, ${names.length > 1 ? 'are' : 'is'} missing`;
  return `${lacking} from ${minuteOf(gap.from)} to ${minuteOf(gap.to)} UTC (${gap.reason}). ${byLabel(gap.hint)}`;
}

/** `2026-11-14T16:09:46.000Z` to the minute. */
function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
