import type { Watch } from './plan.ts';

/** What a watch knows about one of its groups. */
export interface GroupState {
  readonly watch: Watch;
  readonly key: string;
  readonly state: object;
  last: number;
}

/** All groups, as far as there is room. */
export interface Groups {
  /** The group, new if need be. */
  readonly at: (watch: Watch, key: string, time: number) => GroupState;
  readonly peek: (watch: Watch, key: string) => GroupState | undefined;
  readonly all: () => readonly GroupState[];
  /** How many had to be left out to stay within the memory. */
  readonly forgotten: () => number;
}

const MOST_PER_WATCH = 20_000;
const SWEEP_EVERY = 5000;
/** Keeping the exact order of use would cost more than it is worth. */
const USED_LATELY = 3_600_000;

/** Groups of their own; or some that start from others and leave those as they are. */
export function createGroups(base?: Groups): Groups {
  const watches = new Map<Watch, Map<string, GroupState>>();
  let [added, forgotten] = [0, 0];

  /** Drops groups that no longer matter, and then the one that was not used for longest. */
  function makeRoom(groups: Map<string, GroupState>, { machine: { keepMs } }: Watch, now: number): void {
    added += 1;
    if (added % SWEEP_EVERY === 0) for (const [key, { last }] of groups) if (last + keepMs < now) groups.delete(key);
    if (groups.size < MOST_PER_WATCH) return;
    const [oldest = ''] = groups.keys();
    groups.delete(oldest);
    forgotten += 1;
  }

  return {
    at: (watch, key, time) => {
      const groups = groupsOf(watches, watch);
      const known = groups.get(key);
      if (known !== undefined && time - known.last < USED_LATELY) {
        known.last = time;
        return known;
      }
      if (known === undefined) makeRoom(groups, watch, time);
      else groups.delete(key);
      const group = known ?? begun(watch, key, base?.peek(watch, key));
      groups.set(key, group);
      group.last = time;
      return group;
    },
    peek: (watch, key) => watches.get(watch)?.get(key) ?? base?.peek(watch, key),
    all: () => {
      const others = base?.all() ?? [];
      const own = [...watches.values()].flatMap((groups) => [...groups.values()]);
      return [...others.filter(({ watch, key }) => watches.get(watch)?.has(key) !== true), ...own];
    },
    forgotten: () => forgotten + (base?.forgotten() ?? 0),
  };
}

function groupsOf(watches: Map<Watch, Map<string, GroupState>>, watch: Watch): Map<string, GroupState> {
  const known = watches.get(watch);
  if (known !== undefined) return known;
  const made = new Map<string, GroupState>();
  watches.set(watch, made);
  return made;
}

function begun(watch: Watch, key: string, before: GroupState | undefined): GroupState {
  const state = before === undefined ? watch.machine.start() : structuredClone(before.state);
  return { watch, key, state, last: 0 };
}
