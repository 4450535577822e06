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

/** The episode that these hits open; or that they extend, if it is open. */
export function episodeOf(hits: readonly Hit[], open: Episode = NONE): Episode {
  const times = hits.map(({ at }) => at);
  return {
    first: Math.min(open.first, ...times.slice(0, 1)),
    last: Math.max(open.last, ...times.slice(-1)),
    count: open.count + hits.length,
    evidence: [...open.evidence, ...hits.map(({ uid }) => uid)].slice(0, MOST_EVIDENCE),
    who: [...new Set([...open.who, ...hits.map((hit) => hit.who)])].slice(0, MOST_PEOPLE),
    said: open.said.length > 0 ? open.said : hits.slice(0, MOST_PEOPLE).map((hit) => hit.said),
  };
}

/** Two episodes that share events, as one: the earlier begins it. */
export function united(a: Episode, b: Episode): Episode {
  const [one, other] = b.first < a.first ? [b, a] : [a, b];
  const evidence = [...new Set([...one.evidence, ...other.evidence])];
  return {
    first: one.first,
    last: Math.max(one.last, other.last),
    count: Math.max(one.count, other.count, evidence.length),
    evidence: evidence.slice(0, MOST_EVIDENCE),
    who: [...new Set([...one.who, ...other.who])].slice(0, MOST_PEOPLE),
    said: one.said,
  };
}
