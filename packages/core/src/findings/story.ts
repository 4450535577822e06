import { episodeOf, type Episode, type Hit } from './episode.ts';

/** What may become part of a sequence, and the one that is open. */
export interface Story {
  /** The hits of the last span, in their order. */
  noted: Hit[];
  /** The uids that the open episode has. */
  told: string[];
  open?: Episode;
}

/** So many hits are kept of a span: the first, and the latest. */
const MOST_NOTED = 100;
const MOST_TOLD = 1000;

/** Notes a hit, and drops what is too old for it. */
export function note(story: Story, hit: Hit, span: number): void {
  const inTime = story.noted.filter(({ at }) => hit.at - at <= span);
  if (inTime.length >= MOST_NOTED) inTime.splice(1, 1);
  story.noted = [...inTime, hit];
}

/** Tells all the hits of a story that are new: it is one episode, however many ways lead through its steps. */
export function tell(story: Story, hits: readonly Hit[], quiet: number): Episode {
  const { open } = story;
  const goesOn = open !== undefined && (hits.at(-1)?.at ?? 0) - open.last <= quiet;
  const told = new Set(goesOn ? story.told : []);
  const all = [...new Map(hits.map((hit) => [hit.uid, hit])).values()].toSorted((a, b) => a.at - b.at);
  const fresh = all.filter(({ uid }) => !told.has(uid));
  story.told = [...told, ...fresh.map(({ uid }) => uid)].slice(-MOST_TOLD);
  const episode = episodeOf(fresh, goesOn ? open : undefined);
  story.open = goesOn ? episode : { ...episode, said: firstOfEach(all).map(({ said }) => said) };
  return story.open;
}

/** What is said of a step is said of its first hit. */
function firstOfEach(hits: readonly Hit[]): Hit[] {
  return [...new Map(hits.toReversed().map((hit) => [hit.step, hit])).values()].toReversed();
}
