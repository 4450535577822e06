import { createBursts, type Burst } from './bursts.ts';
import { calendarOf } from './calendar.ts';
import { present } from '../json.ts';
import type { Coverage } from '../reading/coverage.ts';
import type { Dated } from '../reading/order.ts';
import type { Query } from '../reading/query.ts';
import { createSilences, type LogSilence } from './silences.ts';
import { createUsual, type Usual } from './usual.ts';

/** What to look for besides numbers. */
export const UNUSUAL = ['silences', 'bursts'] as const;

/** What is not as usual, foremost first. */
export interface Unusual {
  readonly silences?: readonly LogSilence[];
  /** What the hours of a silence are compared with. */
  readonly usualBy?: Usual['by'];
  readonly bursts?: readonly Burst[];
  /** How many events could not be looked at for bursts; only if any. */
  readonly left?: number;
}

interface UnusualBuilder {
  readonly add: (dated: Dated) => void;
  readonly build: (coverage: readonly Coverage[], top: number) => Unusual;
}

export function createUnusual(what: (typeof UNUSUAL)[number], { window, timeZone }: Query): UnusualBuilder {
  if (what === 'silences') {
    const usual = createUsual(window, timeZone);
    const { add, build } = createSilences(usual);
    return { add, build: (coverage, top) => ({ silences: build(window, coverage, top), usualBy: usual.by }) };
  }
  const local = calendarOf(timeZone);
  const { add, build, left } = createBursts((at) => local(at).hour);
  return {
    add,
    build: (_, top) => ({ bursts: build(top), ...present({ left: left() === 0 ? undefined : left() }) }),
  };
}
