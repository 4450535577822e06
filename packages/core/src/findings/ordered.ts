import type { Hit } from './episode.ts';
import type { AnyMachine } from './machine.ts';
import { telling } from './story.ts';

interface Chains {
  /** The latest way to have reached each step. */
  reached: (readonly Hit[] | undefined)[];
}

/** Several rules one after the other, by time and uid, within a span. */
export function ordered(steps: number, span: number, quiet: number): AnyMachine {
  return telling<Chains>(
    () => ({ reached: [] }),
    span,
    quiet,
    ({ reached, noted }, hit) => {
      const before = hit.step === 0 ? [] : reached[hit.step - 1];
      const isInTime = before !== undefined && hit.at - (before[0]?.at ?? hit.at) <= span;
      // The hits of one event come with the last step first, so that it cannot follow itself.
      if (!isInTime || before.some(({ uid }) => uid === hit.uid)) return undefined;
      const chain = [...before, hit];
      if (hit.step === steps - 1) return [...stepsTo(noted, steps), ...chain];
      reached[hit.step] = chain;
      return undefined;
    },
  );
}

/** The hits through which some way leads to the last one, in their order. */
function stepsTo(hits: readonly Hit[], steps: number): Hit[] {
  const begun = new Set([-1]);
  const leading = hits.filter(({ step }) => begun.has(step - 1) && begun.add(step).size > 0);
  const ended = new Set([steps]);
  const isOn = ({ step }: Hit): boolean => ended.has(step + 1) && !(step === steps - 1 && ended.has(step));
  return leading
    .toReversed()
    .filter((hit) => isOn(hit) && ended.add(hit.step).size > 0)
    .toReversed();
}

/** Several rules in any order, within a span; or at least so many of them. */
export function together(least: number, span: number, quiet: number): AnyMachine {
  return telling(
    () => ({ hits: new Map<number, Hit>() }),
    span,
    quiet,
    ({ hits, noted }, hit) => {
      hits.set(hit.step, hit);
      const near = [...hits.values()].filter(({ at }) => hit.at - at <= span);
      return near.length < least ? undefined : noted;
    },
  );
}
