import { episodeOf, goingOn, type Episode, type Hit } from './episode.ts';

/** Turns the hits of one group, in their order, into episodes. */
export interface Machine<State> {
  readonly start: () => State;
  /** The episode that a hit opens or extends, if it does. */
  readonly step: (state: State, hit: Hit, since: number) => Episode | undefined;
  /** The episode of a group in which nothing happens any more. */
  readonly idle?: (state: State, now: number, since: number) => Episode | undefined;
  /** How long after its last hit a group still matters. */
  readonly keepMs: number;
}

/** A machine, whatever its state is. */
export type AnyMachine = Machine<object>;

export function machine<State extends object>(made: Machine<State>): AnyMachine {
  return made as unknown as AnyMachine;
}

interface OpenEpisode {
  open?: Episode;
}

/** Every hit counts; those no further apart than `quiet` are one episode. */
export function eachHit(quiet: number): AnyMachine {
  return machine<OpenEpisode>({
    start: () => ({}),
    step: (state, hit) => {
      state.open = episodeOf([hit], quiet > 0 ? goingOn(state.open, hit.at, quiet) : undefined);
      return state.open;
    },
    keepMs: quiet,
  });
}

interface Presence extends OpenEpisode {
  first?: number;
  last?: number;
}

/**
 * The groups are values: a hit counts if its value has appeared no longer than `quiet` ago, after it was not there for as
 * long as the baseline, which has to be learnt first.
 */
export function newValue(learn: number, quiet: number): AnyMachine {
  return machine<Presence>({
    start: () => ({}),
    step: (state, hit, since) => {
      const isBack = state.last === undefined || hit.at - state.last > learn;
      const first = isBack || state.first === undefined ? hit.at : state.first;
      if (isBack) delete state.open;
      [state.first, state.last] = [first, hit.at];
      if (!hit.fires || first - since < learn || hit.at - first > quiet) return undefined;
      state.open = episodeOf([hit], state.open);
      return state.open;
    },
    keepMs: learn,
  });
}

interface Presences {
  first?: number;
  values: Map<string | number, Presence>;
}

const MOST_VALUES = 1000;

/** New values of a group, such as the addresses of a person, who has to be known for as long as the baseline. */
export function newValueOfGroup(learn: number, quiet: number): AnyMachine {
  const one = newValue(learn, quiet);
  return machine<Presences>({
    start: () => ({ values: new Map() }),
    step: (state, hit, since) => {
      const { values } = state;
      state.first ??= hit.at;
      if (hit.value === undefined) return undefined;
      const presence = values.get(hit.value) ?? {};
      values.delete(hit.value);
      values.set(hit.value, presence);
      const [oldest = ''] = values.keys();
      if (values.size > MOST_VALUES) values.delete(oldest);
      return one.step(presence, hit, Math.max(since, state.first));
    },
    // Since when somebody has been known matters for as long as they may come back.
    keepMs: Number.POSITIVE_INFINITY,
  });
}

interface Silence {
  first?: number;
  last?: Hit;
  longest?: number;
}

/** Silences that are longer than a multiple of the longest so far. */
export function silence(factor: number, learn: number): AnyMachine {
  function found({ first = 0, last, longest = 0 }: Silence, now: number): Episode | undefined {
    const isKnown = last !== undefined && longest > 0 && last.at - first >= learn;
    return isKnown && now - last.at > factor * longest ? { ...episodeOf([last]), last: now } : undefined;
  }
  return machine<Silence>({
    start: () => ({}),
    step: (state, hit) => {
      const episode = found(state, hit.at);
      state.first ??= hit.at;
      if (state.last !== undefined) state.longest = Math.max(state.longest ?? 0, hit.at - state.last.at);
      state.last = hit;
      return episode;
    },
    idle: found,
    keepMs: Number.POSITIVE_INFINITY,
  });
}
