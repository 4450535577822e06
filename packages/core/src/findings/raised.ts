import { united, type Episode } from './episode.ts';
import type { Forgotten } from './groups.ts';
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
  readonly all: Map<string, Raised>;
  readonly counts: Map<Watch, number>;
  readonly forgotten: Forgotten;
}

const MOST_PER_WATCH = 5000;

export function put({ all, counts, forgotten }: Raises, id: string, raised: Raised): void {
  const { watch, isPerson, episode } = raised;
  const before = all.get(id);
  const count = (counts.get(watch) ?? 0) + Number(before === undefined);
  if (count > MOST_PER_WATCH) forgotten.findings += 1;
  else {
    counts.set(watch, count);
    all.set(id, before !== undefined && isPerson ? { ...raised, episode: united(before.episode, episode) } : raised);
  }
}

/** Findings that share events of one rule are one story: a person is known by several names. */
export function inStories(raised: ReadonlyMap<string, Raised>): [string, Raised][] {
  const earliestFirst = [...raised].toSorted(
    ([idA, a], [idB, b]) => a.episode.first - b.episode.first || (idA < idB ? -1 : 1),
  );
  const stories = new Map<string, Raised>();
  const storyOf = new Map<string, string>();
  for (const [id, one] of earliestFirst) {
    const places = one.isPerson ? one.episode.evidence.map((uid) => `${one.watch.rule.key} ${uid}`) : [];
    const [first = id, ...others] = new Set(places.flatMap((place) => storyOf.get(place) ?? []));
    const parts = [first, ...others].flatMap((other) => stories.get(other)?.episode ?? []);
    for (const other of others) stories.delete(other);
    stories.set(first, { ...one, episode: [...parts, one.episode].reduce(united) });
    // Few findings join others, and looking through all places is dear.
    for (const [place, other] of others.length > 0 ? storyOf : [])
      if (others.includes(other)) storyOf.set(place, first);
    for (const place of places) storyOf.set(place, first);
  }
  return [...stories];
}
