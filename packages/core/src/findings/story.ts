import { machine, type AnyMachine } from './machine.ts';
import { episodeOf, goingOn, type Episode, type Hit } from './episode.ts';

/** What may become part of a sequence, and the one that is open. */
interface Story {
  /** The hits of the last span, in their order. */
  noted: Hit[];
  /** The uids that the open episode has. */
  told: string[];
  open?: Episode;
}

/** So many hits are kept of a span: the first, and the latest. */
const MOST_NOTED = 100;
const MOST_TOLD = 1000;

/**
 * Notes hits within a span, and tells those that make a story with the latest. It is over when nothing more happens for
 * as long as `quiet`, which is not shorter.
 */
export function telling<State extends object>(
  more: () => State,
  span: number,
  quiet: number,
  storyWith: (state: State & Story, hit: Hit) => readonly Hit[] | undefined,
): AnyMachine {
  return machine<State & Story>({
    start: () => ({ ...more(), noted: [], told: [] }),
    step: (state, hit) => {
      const inTime = state.noted.filter(({ at }) => hit.at - at <= span);
      if (inTime.length >= MOST_NOTED) inTime.splice(1, 1);
      state.noted = [...inTime, hit];
      const hits = storyWith(state, hit);
      return hits && tell(state, hits, quiet);
    },
    keepMs: quiet,
  });
}

/** Tells all the hits of a story that are new: it is one episode, however many ways lead through its steps. */
function tell(story: Story, hits: readonly Hit[], quiet: number): Episode {
  const open = goingOn(story.open, hits.at(-1)?.at ?? 0, quiet);
  const told = new Set(open === undefined ? [] : story.told);
  const all = [...new Map(hits.map((hit) => [hit.uid, hit])).values()].toSorted((a, b) => a.at - b.at);
  const fresh = all.filter(({ uid }) => !told.has(uid));
  story.told = [...told, ...fresh.map(({ uid }) => uid)].slice(-MOST_TOLD);
  story.open = episodeOf(fresh, open);
  if (open === undefined) story.open = { ...story.open, said: firstOfEach(all).map(({ said }) => said) };
  return story.open;
}

/** What is said of a step is said of its first hit. */
function firstOfEach(hits: readonly Hit[]): Hit[] {
  return [...new Map(hits.toReversed().map((hit) => [hit.step, hit])).values()].toReversed();
}
