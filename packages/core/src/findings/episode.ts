/** One event that a rule matched, as a machine needs it. */
export interface Hit {
  readonly at: number;
  readonly uid: string;
  /** Whether the rule matched; otherwise the event only teaches what is usual. */
  readonly fires: boolean;
  /** What is counted, for rules that count distinct values or add up numbers. */
  readonly value: string | number | undefined;
  /** Which of the rules of a correlation matched. */
  readonly step: number;
  readonly who: string;
  /** What happened, in pieces between which the count belongs. */
  readonly said: readonly string[];
}

/** Hits that belong together. */
export interface Episode {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly evidence: readonly string[];
  readonly who: readonly string[];
  readonly said: readonly (readonly string[])[];
}

const MOST_EVIDENCE = 20;
const MOST_PEOPLE = 5;

const NONE: Episode = { first: Infinity, last: 0, count: 0, evidence: [], who: [], said: [] };

/** An episode, if it is open and goes on by then. */
export function goingOn(open: Episode | undefined, at: number, quiet: number): Episode | undefined {
  return open !== undefined && at - open.last <= quiet ? open : undefined;
}

/** The episode that these hits open; or that they extend, if it is open. */
export function episodeOf(hits: readonly Hit[], open: Episode = NONE): Episode {
  const own: Episode = {
    first: hits[0]?.at ?? Infinity,
    last: hits.at(-1)?.at ?? 0,
    count: hits.length,
    evidence: hits.map(({ uid }) => uid),
    who: hits.map(({ who }) => who),
    said: hits.slice(0, MOST_PEOPLE).map(({ said }) => said),
  };
  return joined(open, own, open.count + own.count);
}

/** Two episodes that share events, as one: the earlier begins it. */
export function united(a: Episode, b: Episode): Episode {
  const [one, other] = b.first < a.first ? [b, a] : [a, b];
  const events = new Set([...one.evidence, ...other.evidence]);
  return joined(one, other, Math.max(one.count, other.count, events.size));
}

function joined(one: Episode, other: Episode, count: number): Episode {
  return {
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
    count,
    evidence: [...new Set([...one.evidence, ...other.evidence])].slice(0, MOST_EVIDENCE),
    who: [...new Set([...one.who, ...other.who])].slice(0, MOST_PEOPLE),
    said: one.said.length > 0 ? one.said : other.said,
  };
}
