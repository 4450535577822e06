import type { Times } from '../reading/countable.ts';
import { readTarget } from '../reading/named-target.ts';

/** Something with several names, by all that events have proved. */
export interface Thing {
  /** Its latest name. */
  readonly label: string;
  readonly knownAs: readonly string[];
}

/** Remembers what had which name, and when, in bounded memory. */
export interface Things {
  /** Takes a target as it is counted, and gives its label. */
  readonly add: (text: string, times: Pick<Times, 'first' | 'last'>) => string;
  /** The renamed things, by each of their labels. */
  readonly renamed: () => ReadonlyMap<string, Thing>;
}

interface Name {
  readonly label: string;
  /** Empty once the name is known to be that of several, or of nothing in particular. */
  key: string;
  first: number;
  last: number;
}

const ROOM = 20_000;

/** Names for which there is no room are joined with none. */
export function createThings(room = ROOM): Things {
  const names = new Map<string, Name>();
  return {
    add: (text, { first, last }) => {
      const { label, key } = readTarget(text);
      const known = names.get(label);
      if (known !== undefined) {
        if (known.key !== key) known.key = '';
        known.first = Math.min(known.first, first);
        known.last = Math.max(known.last, last);
      } else if (names.size < room) names.set(label, { label, key, first, last });
      return label;
    },
    renamed: () => new Map([...byKey(names.values())].flatMap(joined)),
  };
}

function byKey(names: Iterable<Name>): Iterable<Name[]> {
  const things = new Map<string, Name[]>();
  for (const name of names) {
    if (name.key === '') continue;
    const others = things.get(name.key);
    if (others === undefined) things.set(name.key, [name]);
    else others.push(name);
  }
  return things.values();
}

/** A renamed thing never has two names at a time: otherwise its id is that of several. */
function joined(names: readonly Name[]): (readonly [string, Thing])[] {
  const sorted = names.toSorted((a, b) => b.last - a.last || b.first - a.first || (a.label < b.label ? -1 : 1));
  const isRenamed = sorted.every(({ first }, index) => first >= (sorted[index + 1]?.last ?? first));
  const [label, ...knownAs] = sorted.map((name) => name.label);
  if (!isRenamed || label === undefined || knownAs.length === 0) return [];
  return sorted.map((name) => [name.label, { label, knownAs }]);
}
