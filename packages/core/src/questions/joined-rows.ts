import { actorLabel } from '../label.ts';
import { plusTimes, type Times } from '../reading/countable.ts';
import type { Dimension } from '../reading/dimensions.ts';
import { readPersona } from '../reading/persona.ts';
import { joinPeople, type People } from './people.ts';
import type { CountedRow, RowNames } from './rows.ts';
import type { Thing } from './things.ts';

/** A row of all that one person did, or that was done to one thing, whatever each log calls them. */
export interface JoinedRow extends RowNames, Times {
  /** How many distinct values. */
  readonly distinct: number;
  readonly knownAs: readonly string[];
  readonly perhapsSame: readonly string[];
}

/** Which parts of a row are actors or targets. */
interface Of {
  readonly by: Dimension;
  readonly with?: Dimension | undefined;
  readonly distinct?: Dimension | undefined;
  readonly asNamed?: boolean | undefined;
}

interface JoinedRows {
  readonly rows: readonly JoinedRow[];
  /** How many rows were joined to one, at most. */
  readonly most: number;
}

/** Tells who or what has a name. */
interface Tell {
  readonly people: People | undefined;
  readonly things: ReadonlyMap<string, Thing>;
}

/** Joins the rows of one person or thing. Rows of other kinds stay as they are. */
export function joinRows(rows: readonly CountedRow[], of: Of, things: Tell['things']): JoinedRows {
  const tell = { people: peopleIn(rows, of), things };
  const joined = new Map<string, Joining>();
  for (const row of rows) {
    const [value, other] = [whoIs(row.value, of.by, tell), whoIs(row.with ?? '', of.with, tell)];
    // People are told apart by who they are, because two may have one name. The length tells where a key ends.
    const key = `${value.key.length} ${value.key}${other.key}`;
    const known = joined.get(key);
    if (known !== undefined) extend(known, row, of, tell);
    else {
      const names = { value: value.label, with: row.with === undefined ? undefined : other.label };
      const begun = { ...names, whole: [value, other], times: NONE, seen: new Set<string>(), pieces: 0 };
      joined.set(key, extend(begun, row, of, tell));
    }
  }
  // Two people of one name may have equal rows in all that these are sorted by.
  const all = [...joined].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, joining]) => joining);
  return { rows: all.map(rowOf), most: all.reduce((most, { pieces }) => Math.max(most, pieces), 1) };
}

interface Joining extends RowNames {
  readonly whole: readonly Who[];
  times: Times;
  readonly seen: Set<string>;
  /** How many rows it is made of. */
  pieces: number;
}

const NONE: Times = {
  count: 0,
  first: Number.POSITIVE_INFINITY,
  last: Number.NEGATIVE_INFINITY,
  impersonated: 0,
};

function extend(joining: Joining, row: CountedRow, { distinct }: Of, tell: Tell): Joining {
  joining.times = plusTimes(joining.times, row);
  joining.pieces += 1;
  for (const value of row.seen) joining.seen.add(whoIs(value, distinct, tell).key);
  return joining;
}

function rowOf({ value, with: other, whole, times, seen }: Joining): JoinedRow {
  const knownAs = whole.flatMap((who) => who.knownAs ?? []);
  const perhapsSame = whole.flatMap((who) => who.perhapsSame ?? []);
  return { value, with: other, ...times, distinct: seen.size, knownAs, perhapsSame };
}

interface Who {
  /** Tells this one from all others. */
  readonly key: string;
  readonly label: string;
  readonly knownAs?: readonly string[];
  readonly perhapsSame?: readonly string[];
}

function whoIs(text: string, dimension: Dimension | undefined, { people, things }: Tell): Who {
  if (dimension === 'target') {
    const thing = things.get(text) ?? { label: text };
    return { ...thing, key: thing.label };
  }
  if (dimension !== 'actor') return { key: text, label: text };
  const person = people?.(text);
  if (person !== undefined) return person;
  const label = actorLabel(readPersona(text));
  return { key: label, label };
}

/** Undefined if nobody is to be joined. */
function peopleIn(rows: readonly CountedRow[], { by, with: second, distinct, asNamed }: Of): People | undefined {
  if (asNamed === true) return undefined;
  const counts = new Map<string, number>();
  const add = (text: string, count: number): unknown => counts.set(text, (counts.get(text) ?? 0) + count);
  for (const row of rows) {
    if (by === 'actor') add(row.value, row.count);
    if (second === 'actor' && row.with !== undefined) add(row.with, row.count);
    if (distinct === 'actor') for (const one of row.seen) add(one, 1);
  }
  return joinPeople(counts);
}
