import { united, type Episode } from './episode.ts';
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
  readonly get: (id: string) => Raised | undefined;
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
      const before = found.isPerson ? (raised.get(id) ?? base?.get(id)) : undefined;
      raised.set(id, before === undefined ? found : { ...found, episode: united(before.episode, found.episode) });
    },
    get: (id) => raised.get(id) ?? base?.get(id),
    all: () => new Map([...(base?.all() ?? []), ...raised]),
    forgotten: () => forgotten + (base?.forgotten() ?? 0),
  };
}

/** Findings that share events of one rule are one story: a person is known by several names. */
export function inStories(raised: ReadonlyMap<string, Raised>): [string, Raised][] {
  const earliestFirst = [...raised].toSorted(
    ([idA, a], [idB, b]) => a.episode.first - b.episode.first || (idA < idB ? -1 : 1),
  );
  const stories = new Map<string, Raised>();
  const storyOf = new Map<string, string>();
  for (const [id, one] of earliestFirst) {
    const places = one.isPerson ? one.episode.evidence.map((uid) => `${one.watch.number} ${uid}`) : [];
    const joined = [...new Set(places.flatMap((place) => storyOf.get(place) ?? []))];
    const [first = id, ...others] = joined;
    const parts = [first, ...others].flatMap((other) => stories.get(other) ?? []);
    for (const other of others) stories.delete(other);
    const episode = [...parts, one].map((part) => part.episode).reduce(united);
    stories.set(first, { ...one, episode });
    // Few findings join others, and looking through all places is dear.
    const moved = others.length === 0 ? [] : [...storyOf].filter(([, other]) => others.includes(other));
    for (const place of [...moved.map(([name]) => name), ...places]) storyOf.set(place, first);
  }
  return [...stories];
}
