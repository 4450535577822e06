import { clip, type Window } from '@trailhound/core/source';

/** The part of the window in each bar. */
export function barsOf(window: Window, starts: readonly number[]): (Window | undefined)[] {
  return starts.map((start, index) =>
    clip(window, { from: index === 0 ? window.from : start, to: starts[index + 1] ?? window.to }),
  );
}
