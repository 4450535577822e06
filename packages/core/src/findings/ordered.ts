import { episodeOf, type Episode, type Hit } from './episode.ts';
import { machine, type AnyMachine } from './machine.ts';

interface Chains {
  /** The latest way to have reached each step. */
  reached: (readonly Hit[] | undefined)[];
  open?: Episode;
}

/** Several rules one after the other, by time and uid, within a span. */
export function ordered(steps: number, span: number, quiet: number): AnyMachine {
  return machine<Chains>({
    start: () => ({ reached: [] }),
    step: (state, hit) => {
      const before = hit.step === 0 ? [] : state.reached[hit.step - 1];
      const isInTime = before !== undefined && hit.at - (before[0]?.at ?? hit.at) <= span;
      // The hits of one event come with the last step first, so that it cannot follow itself.
      if (!isInTime || before.some(({ uid }) => uid === hit.uid)) return undefined;
      const chain = [...before, hit];
      if (hit.step < steps - 1) {
        state.reached[hit.step] = chain;
        return undefined;
      }
      state.open = told(state.open, chain, Math.max(span, quiet));
      return state.open;
    },
    keepMs: Math.max(span, quiet),
  });
}

interface Latest {
  hits: Map<number, Hit>;
  open?: Episode;
}

/** Several rules in any order, within a span; or at least so many of them. */
export function together(least: number, span: number, quiet: number): AnyMachine {
  return machine<Latest>({
    start: () => ({ hits: new Map() }),
    step: (state, hit) => {
      state.hits.set(hit.step, hit);
      const near = [...state.hits.values()].filter(({ at }) => hit.at - at <= span).toSorted((a, b) => a.at - b.at);
      if (near.length < least) return undefined;
      state.open = told(state.open, near, Math.max(span, quiet));
      return state.open;
    },
    keepMs: Math.max(span, quiet),
  });
}

/** Extends the open episode by the hits that it does not have yet. */
function told(open: Episode | undefined, hits: readonly Hit[], quiet: number): Episode {
  const goesOn = open !== undefined && (hits.at(-1)?.at ?? 0) - open.last <= quiet;
  if (!goesOn) return episodeOf(hits);
  const known = new Set(open.evidence);
  return episodeOf(
    hits.filter(({ uid }) => !known.has(uid)),
    open,
  );
}
