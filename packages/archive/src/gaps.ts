import { subtract } from '@trailhound/core/source';
import type { Covered, Lost } from './port.ts';

/** What is missing between the first and the last that is kept of a log, and what is lost. */
export function gapsOf(covered: readonly Covered[], lost: readonly Lost[]): readonly Lost[] {
  const [first, last] = [covered.at(0), covered.at(-1)];
  const whole = first && last ? [{ from: first.from, to: last.to }] : [];
  const holes = whole.flatMap((window) => subtract(window, [...covered, ...lost]));
  return [...lost, ...holes.map((window) => ({ ...window, reason: 'not_archived' }))].toSorted(
    (a, b) => a.from - b.from,
  );
}
