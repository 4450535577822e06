import { digest } from '../identity.ts';
import { allNames, isKnown, teach, type Directory } from './directory.ts';
import { createGroups, type Forgotten, type Groups } from './groups.ts';
import type { Observation } from './observation.ts';
import { put, type Raised, type Raises } from './raised.ts';

/** Everything that the events so far have left behind. */
export interface Memory {
  readonly directory: Directory;
  readonly groups: Groups;
  readonly raises: Raises;
  readonly forgotten: Forgotten;
}

/** A memory of its own; or one that starts from another and leaves that as it is. */
export function createMemory(base?: Memory): Memory {
  const forgotten = { groups: 0, findings: 0, ...base?.forgotten };
  return {
    directory: new Map(base?.directory),
    groups: createGroups(forgotten, base?.groups),
    raises: { all: new Map(base?.raises.all), counts: new Map(), forgotten },
    forgotten,
  };
}

/** Takes in what an event means. */
export function remember(memory: Memory, { taught, marks, at, since: own }: Observation, since: number): void {
  if (taught !== undefined && !isKnown(memory.directory, taught)) teach(memory.directory, taught);
  for (const { watch, groups, isPerson, hit } of marks) {
    for (const key of isPerson ? allNames(memory.directory, groups) : groups) {
      const state = memory.groups.at(watch, key, at);
      const episode = watch.machine.step(state, hit, own ?? since);
      if (episode !== undefined) raise(memory, { watch, isPerson, episode }, key);
    }
  }
}

/** Finds what follows from nothing happening any more. */
export function rest(memory: Memory, now: number, since: number): void {
  for (const [watch, groups] of memory.groups.byWatch) {
    for (const [key, { state }] of groups) {
      const episode = watch.machine.idle?.(state, now, since);
      if (episode !== undefined) raise(memory, { watch, isPerson: false, episode }, key);
    }
  }
}

/** The same finding has the same id wherever it is found, so a person with several names is found once. */
function raise({ raises }: Memory, raised: Raised, key: string): void {
  const { watch, isPerson, episode } = raised;
  const { rule } = watch;
  put(raises, digest(rule.key, String(rule.version), isPerson ? '' : key, episode.evidence[0] ?? ''), raised);
}
