import type { Episode } from './episode.ts';
import type { Watch } from './plan.ts';

/** Something that was found, before it is told. */
export interface Raised {
  readonly watch: Watch;
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
