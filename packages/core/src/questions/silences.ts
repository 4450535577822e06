import { originKey } from '../identity.ts';
import { present } from '../json.ts';
import type { Coverage } from '../reading/coverage.ts';
import type { Dated } from '../reading/order.ts';
import { iso, type Window } from '../window.ts';
import { HOUR, type Usual } from './usual.ts';

/** A stretch in which a log has no event that matches. */
export interface LogSilence {
  readonly provider: string;
  readonly tenant: string;
  readonly log: string;
  /** The time of the last event before it, or the start of the window. */
  readonly from: string;
  /** The time of the first event after it, or the end of what is settled. */
  readonly to: string;
  readonly hours: number;
  /** How many events such a stretch usually has. */
  readonly usual: number;
  /** The last event before it; absent where it begins with the window. */
  readonly lastUid?: string;
  /** The first event after it; absent where it lasts until the end. */
  readonly firstUid?: string;
}

interface Quiet extends Window {
  readonly lastUid?: string | undefined;
  readonly firstUid?: string | undefined;
}

interface TrackedLog {
  readonly counts: Map<number, number>;
  readonly stretches: Quiet[];
  latest: Dated | undefined;
}

/** Shorter ones are never worth a line, and there is room for all others. */
const SHORTEST = HOUR / 2;
/** At least so many events would have been usual: fewer may be missing by chance. */
const LEAST = 3;

/** Finds the longest silences of each log, compared with what is usual at those hours. Takes events newest first. */
export function createSilences(usual: Usual) {
  const tracks = new Map<string, TrackedLog>();
  return {
    add: (dated: Dated): void => {
      const { event, at } = dated;
      const key = originKey(event);
      const track: TrackedLog = tracks.get(key) ?? { counts: new Map(), stretches: [], latest: undefined };
      tracks.set(key, track);
      const hour = usual.hourOf(at);
      track.counts.set(hour, (track.counts.get(hour) ?? 0) + 1);
      const to = track.latest?.at ?? Number.POSITIVE_INFINITY;
      if (to - at >= SHORTEST) track.stretches.push({ from: at, to, lastUid: dated.uid, firstUid: track.latest?.uid });
      track.latest = dated;
    },
    build: (window: Window, coverage: readonly Coverage[], top: number): LogSilence[] =>
      coverage
        .flatMap((log) => silencesOf(log, tracks.get(originKey(log)), { window, usual }))
        .toSorted((a, b) => b.usual - a.usual || b.hours - a.hours)
        .slice(0, top),
  };
}

interface Compared {
  readonly window: Window;
  readonly usual: Usual;
}

/** A log without any event has nothing to compare with. What was not read is no silence. */
function silencesOf(log: Coverage, track: TrackedLog | undefined, { window, usual }: Compared): LogSilence[] {
  if (track?.latest === undefined) return [];
  const { provider, tenant } = log;
  const end = Math.min(window.to, Date.parse(log.settledUntil));
  const oldest: Quiet = { from: window.from, to: track.latest.at, firstUid: track.latest.uid };
  return [...track.stretches, oldest].flatMap((stretch) => {
    const { from, to } = { from: stretch.from, to: Math.min(stretch.to, end) };
    if (to - from < SHORTEST || isUnread(log, { from, to })) return [];
    const expected = usual.within({ from, to }, track.counts) ?? 0;
    if (expected < LEAST) return [];
    const figures = { hours: rounded((to - from) / HOUR), usual: rounded(expected) };
    const { lastUid, firstUid } = stretch;
    return [
      { provider, tenant, log: log.log, from: iso(from), to: iso(to), ...figures, ...present({ lastUid, firstUid }) },
    ];
  });
}

function isUnread({ gaps }: Coverage, { from, to }: Window): boolean {
  return gaps.some((gap) => Date.parse(gap.from) < to && Date.parse(gap.to) > from);
}

export function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}
