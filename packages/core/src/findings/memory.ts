import { digest } from '../identity.ts';
import { createDirectory, type Directory } from './directory.ts';
import type { Episode } from './episode.ts';
import { createGroups, type Groups } from './groups.ts';
import type { Mark, Observation } from './observation.ts';
import { createRaises, type Raises } from './raised.ts';

/** Everything that the events so far have left behind. */
export interface Memory {
  readonly directory: Directory;
  readonly groups: Groups;
  readonly raises: Raises;
}

/** A memory of its own; or one that starts from another and leaves that as it is. */
export function createMemory(base?: Memory): Memory {
  return {
    directory: createDirectory(base?.directory),
    groups: createGroups(base?.groups),
    raises: createRaises(base?.raises),
  };
}

/** Takes in what an event means. */
export function remember(memory: Memory, { taught, marks, at, since: own }: Observation, since: number): void {
  if (taught !== undefined && !memory.directory.isKnown(taught)) memory.directory.teach(taught);
  for (const mark of marks) {
    const keys = mark.isPerson ? memory.directory.allNames(mark.groups) : mark.groups;
    for (const key of keys) {
      const { state } = memory.groups.at(mark.watch, key, at);
      const episode = mark.watch.machine.step(state, mark.hit, own ?? since);
      if (episode !== undefined) raise(memory, mark, key, episode);
    }
  }
}

/** Finds what follows from nothing happening any more. */
export function rest(memory: Memory, now: number, since: number): void {
  for (const { watch, key, state } of memory.groups.all()) {
    const episode = watch.machine.idle?.(state, now, since);
    if (episode !== undefined) raise(memory, { watch, isPerson: false }, key, episode);
  }
}

/** The same finding has the same id wherever it is found, so a person with several names is found once. */
function raise(
  { raises }: Memory,
  { watch, isPerson }: Pick<Mark, 'watch' | 'isPerson'>,
  key: string,
  episode: Episode,
): void {
  const { rule } = watch;
  const id = digest(rule.key, String(rule.version), isPerson ? '' : key, episode.evidence[0] ?? '');
  raises.put(id, { watch, isPerson, episode });
}
