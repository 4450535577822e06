import type { Watch } from './plan.ts';

/** What a watch knows about one of its groups. */
export interface GroupState {
  /** The groups that may change it. */
  readonly owner: unknown;
  readonly state: object;
  last: number;
}

/** What had to be left out to stay within the memory. */
export interface Forgotten {
  groups: number;
  findings: number;
}

/** All groups, as far as there is room. */
export interface Groups {
  readonly byWatch: ReadonlyMap<Watch, ReadonlyMap<string, GroupState>>;
  /** The state of a group, new if need be. */
  readonly at: (watch: Watch, key: string, time: number) => object;
}

const MOST_PER_WATCH = 20_000;
const SWEPT_FROM = 1000;
/** Keeping the exact order of use would cost more than it is worth. */
const USED_LATELY = 3_600_000;

/** Groups of their own; or some that start from others and leave those as they are. */
export function createGroups(forgotten: Forgotten, base?: Groups): Groups {
  const byWatch = new Map([...(base?.byWatch ?? [])].map(([watch, groups]) => [watch, new Map(groups)]));

  /** Drops groups that no longer matter, and the one that was not used for longest if there are too many. */
  function makeRoom(groups: Map<string, GroupState>, { machine: { keepMs } }: Watch, now: number): void {
    for (const [key, { last }] of groups) {
      const matters = last + keepMs >= now;
      if (groups.size < (matters ? MOST_PER_WATCH : SWEPT_FROM)) return;
      groups.delete(key);
      forgotten.groups += Number(matters);
    }
  }

  return {
    byWatch,
    at: (watch, key, time) => {
      const groups = byWatch.get(watch) ?? new Map<string, GroupState>();
      const known = groups.get(key);
      const isOwn = known?.owner === byWatch;
      if (isOwn && time - known.last < USED_LATELY) {
        known.last = time;
        return known.state;
      }
      if (known === undefined) makeRoom(groups, watch, time);
      const before = known?.state ?? watch.machine.start();
      const state = known === undefined || isOwn ? before : structuredClone(before);
      groups.delete(key);
      byWatch.set(watch, groups.set(key, { owner: byWatch, state, last: time }));
      return state;
    },
  };
}
