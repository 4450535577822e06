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
  readonly peek: (id: string) => GroupState | undefined;
  readonly all: () => readonly GroupState[];
  /** How many had to be left out to stay within the memory. */
  readonly forgotten: () => number;
}

const MOST_GROUPS = 100_000;
const SWEEP_EVERY = 20_000;

/** Groups of their own; or some that start from others and leave those as they are. */
export function createGroups(base?: Groups): Groups {
  const groups = new Map<string, GroupState>();
  let [added, forgotten] = [0, 0];

  /** Drops groups that no longer matter, and then the one that was not used for longest. */
  function makeRoom(now: number): void {
    added += 1;
    if (added % SWEEP_EVERY === 0) {
      for (const [id, { last, watch }] of groups) if (last + watch.machine.keepMs < now) groups.delete(id);
    }
    if (groups.size < MOST_GROUPS) return;
    const [oldest = ''] = groups.keys();
    groups.delete(oldest);
    forgotten += 1;
  }

  return {
    at: (watch, key, time) => {
      const id = idOf(watch, key);
      const known = groups.get(id);
      if (known === undefined) makeRoom(time);
      else groups.delete(id);
      const group = known ?? begun(watch, key, base?.peek(id));
      groups.set(id, group);
      group.last = time;
      return group;
    },
    peek: (id) => groups.get(id) ?? base?.peek(id),
    all: () => {
      const others = base?.all() ?? [];
      return [...others.filter(({ watch, key }) => !groups.has(idOf(watch, key))), ...groups.values()];
    },
    forgotten: () => forgotten + (base?.forgotten() ?? 0),
  };
}

function idOf({ number }: Watch, key: string): string {
  return `${number}\n${key}`;
}

function begun(watch: Watch, key: string, before: GroupState | undefined): GroupState {
  const state = before === undefined ? watch.machine.start() : structuredClone(before.state);
  return { watch, key, state, last: 0 };
}
