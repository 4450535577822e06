import { iso } from '../window.ts';
import { present } from '../json.ts';
import { LEVELS, type Level } from '../level.ts';
import type { Episode } from './episode.ts';
import type { Raised } from './raised.ts';

/** Something that should worry somebody, with the events that prove it. */
export interface Finding {
  /** The same for the same finding, whenever and however it is found. */
  readonly id: string;
  readonly rule: string;
  readonly version: number;
  readonly level: Level;
  readonly title: string;
  /** What happened, with vendor text in quotes. */
  readonly why: string;
  readonly who: readonly string[];
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** The uids of the events, at most twenty of them. */
  readonly evidence: readonly string[];
  readonly attack: { readonly version?: string; readonly techniques: readonly string[] };
  readonly state: 'new' | 'updated' | 'suppressed';
  readonly next?: string;
  readonly caveat?: string;
}

export function findingOf(id: string, { watch, episode }: Raised): Finding {
  const { key, version, level, title, attack, next, caveat } = watch.rule;
  const { first, last, count, who, evidence } = episode;
  return {
    id,
    rule: key,
    version,
    level,
    title,
    why: whyOf(episode),
    who,
    first: iso(first),
    last: iso(last),
    count,
    evidence,
    attack,
    state: 'new',
    ...present({ next, caveat }),
  };
}

/** Different sentences belong to different steps; the same sentence is said once. */
function whyOf({ said, count }: Episode): string {
  const sentences = said.map((pieces) => pieces.join(String(count)));
  return [...new Set(sentences)].slice(0, said.some((pieces) => pieces.length > 1) ? 1 : undefined).join('; then ');
}

/** The most serious first, then the newest. */
export function inOrder(a: Finding, b: Finding): number {
  const byLevel = LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level);
  return byLevel || b.last.localeCompare(a.last) || (a.id < b.id ? -1 : 1);
}
