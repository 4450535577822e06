import type { Hit } from './episode.ts';
import { machine, type AnyMachine } from './machine.ts';
import { note, tell, type Story } from './story.ts';

interface Chains extends Story {
  /** The latest way to have reached each step. */
  reached: (readonly Hit[] | undefined)[];
}

/** Several rules one after the other, by time and uid, within a span. */
export function ordered(steps: number, span: number, quiet: number): AnyMachine {
  return machine<Chains>({
    start: () => ({ reached: [], noted: [], told: [] }),
    step: (state, hit) => {
      note(state, hit, span);
      const before = hit.step === 0 ? [] : state.reached[hit.step - 1];
      const isInTime = before !== undefined && hit.at - (before[0]?.at ?? hit.at) <= span;
      // The hits of one event come with the last step first, so that it cannot follow itself.
      if (!isInTime || before.some(({ uid }) => uid === hit.uid)) return undefined;
      const chain = [...before, hit];
      if (hit.step < steps - 1) {
        state.reached[hit.step] = chain;
        return undefined;
      }
      return tell(state, [...stepsTo(state.noted, steps), ...chain], Math.max(span, quiet));
    },
    keepMs: Math.max(span, quiet),
  });
}

/** The hits through which some way leads to the last one, in their order. */
function stepsTo(hits: readonly Hit[], steps: number): Hit[] {
  const levels: number[][] = [];
  for (let step = 0; step < steps; step += 1) {
    const after = step === 0 ? -1 : (levels[step - 1]?.[0] ?? hits.length);
    levels.push(hits.flatMap((hit, index) => (hit.step === step && index > after ? [index] : [])));
  }
  let before = hits.length;
  const on = levels.toReversed().flatMap((level, back) => {
    const passed = back === 0 ? level.slice(-1) : level.filter((index) => index < before);
    before = passed.at(-1) ?? 0;
    return passed;
  });
  return on.toSorted((a, b) => a - b).flatMap((index) => hits[index] ?? []);
}

interface Latest extends Story {
  hits: Map<number, Hit>;
}

/** Several rules in any order, within a span; or at least so many of them. */
export function together(least: number, span: number, quiet: number): AnyMachine {
  return machine<Latest>({
    start: () => ({ hits: new Map(), noted: [], told: [] }),
    step: (state, hit) => {
      note(state, hit, span);
      state.hits.set(hit.step, hit);
      const near = [...state.hits.values()].filter(({ at }) => hit.at - at <= span);
      return near.length < least ? undefined : tell(state, state.noted, Math.max(span, quiet));
    },
    keepMs: Math.max(span, quiet),
  });
}
