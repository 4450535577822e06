import { vendorSource, type SpanSource } from '@trailhound/core/source';
import type { Connection, Progress } from '@trailhound/core';
import { inGroups } from './bars.ts';

/** The progress of a question, measured over the time of its windows. */
interface Meter {
  readonly source: (connection: Connection) => SpanSource;
  /** From 0 to 1; undefined before anything was opened. */
  readonly share: () => number | undefined;
}

/** Tracks how far each span has been read. */
export function meterOf(inner: (connection: Connection) => SpanSource = () => vendorSource): Meter {
  const spans: { length: number; done: number }[] = [];
  let shown = 0;
  return {
    source: (connection) => watched(inner(connection), spans),
    share: () => {
      const length = spans.reduce((sum, span) => sum + span.length, 0);
      if (length === 0) return undefined;
      // Later rounds of a question open more spans; never let the share go back.
      shown = Math.max(shown, spans.reduce((sum, { done }) => sum + done, 0) / length);
      return shown;
    },
  };
}

function watched(source: SpanSource, spans: { length: number; done: number }[]): SpanSource {
  return {
    ...source,
    read: async function* read(span, options) {
      const { from, to } = span.window;
      const own = { length: to - from, done: 0 };
      spans.push(own);
      for await (const batch of source.read(span, options)) {
        own.done = Math.max(own.done, span.order === 'oldest' ? batch.reached - from : to - batch.reached);
        yield batch;
      }
      own.done = own.length;
    },
  };
}

const QUIET_MS = 1000;
const STEP_MS = 200;

/** Shows progress once reading takes a while. */
export function progressLine(
  show: (line: string) => void,
  share: () => number | undefined,
  clock: () => number = () => performance.now(),
): (progress: Progress) => void {
  const began = clock();
  let last = began + QUIET_MS - STEP_MS;
  return ({ scanned }) => {
    const now = clock();
    if (now - last < STEP_MS) return;
    last = now;
    show(lineOf(scanned, now - began, share()));
  };
}

const LEAST_SHARE = 0.01;

export function lineOf(scanned: number, ms: number, share: number | undefined): string {
  const rate = `${inGroups(scanned)} entries, ${inGroups(Math.round((scanned / ms) * 1000))} a second`;
  if (share === undefined || share < LEAST_SHARE) return rate;
  return `${rate}, ${Math.floor(share * 100)} %, ${inTime((ms / share) * (1 - share))} left`;
}

const MINUTE = 60;
const HOUR = 3600;

/** Formats a duration for people, rounded up. */
export function inTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.ceil(seconds / MINUTE)} min`;
  return `${Math.floor(seconds / HOUR)} h ${Math.floor((seconds % HOUR) / MINUTE)} min`;
}
