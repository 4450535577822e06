import type { Episode } from './episode.ts';
import type { Watch } from './plan.ts';

/** Something that was found, before it is told. */
export interface Raised {
  readonly watch: Watch;
  /** Whether it was found by the names of a person, and maybe several times. */
  readonly isPerson: boolean;
  readonly episode: Episode;
}

/** All that was found, by the id of the finding. */
export interface Raises {
  readonly put: (id: string, raised: Raised) => void;
  readonly all: () => ReadonlyMap<string, Raised>;
  /** How many had to be left out to stay within the memory. */
  readonly forgotten: () => number;
}

const MOST_PER_WATCH = 5000;

export function createRaises(base?: Raises): Raises {
  const raised = new Map<string, Raised>();
  const counts = new Map<Watch, number>();
  let forgotten = 0;

  return {
    put: (id, found) => {
      const count = counts.get(found.watch) ?? 0;
      const isNew = !raised.has(id);
      if (isNew && count >= MOST_PER_WATCH) {
        forgotten += 1;
        return;
      }
      if (isNew) counts.set(found.watch, count + 1);
      raised.set(id, found);
    },
    all: () => new Map([...(base?.all() ?? []), ...raised]),
    forgotten: () => forgotten + (base?.forgotten() ?? 0),
  };
}

/** Leaves out what is part of something else that was found: a person is known by several names. */
export function withoutParts(raised: ReadonlyMap<string, Raised>): [string, Raised][] {
  const byEvent = new Map<string, Set<string>[]>();
  const largestFirst = [...raised].toSorted(([, a], [, b]) => b.episode.evidence.length - a.episode.evidence.length);
  return largestFirst.filter(([, { watch, isPerson, episode }]) => {
    if (!isPerson) return true;
    const [first = '', ...others] = episode.evidence.map((uid) => `${watch.number} ${uid}`);
    const whole = byEvent.get(first)?.some((one) => others.every((uid) => one.has(uid)));
    if (whole === true) return false;
    const all = new Set([first, ...others]);
    for (const uid of all) byEvent.set(uid, [...(byEvent.get(uid) ?? []), all]);
    return true;
  });
}
