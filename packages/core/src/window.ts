import { invalid } from './errors.ts';
import { parseMoment, zoneOf, type Moment } from './moment.ts';
import { EARLIEST, isTime, LATEST } from './time-range.ts';
import { field, worded } from './wording.ts';

/** A frozen span of time, `[from, to)`, in epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The accepted syntax: an ISO time with zone, a date, `24h`, `7d`, `2w`, `yesterday`, `today`, a weekday, `now`. */
export interface WindowInput {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** The IANA time zone of dates and day names. UTC by default. */
  readonly timeZone?: string | undefined;
}

const DEFAULT_SINCE = '24h';

/** Parses a window and fixes both ends. The end is never in the future. `now` is rounded down to the second. */
export function parseWindow(input: WindowInput, clock: number): Window {
  // Whole seconds, because vendors count in seconds and people read them.
  const now = clock - (clock % 1000);
  // Check the zone even if no date needs it, because a wrong zone is still a mistake.
  if (input.timeZone !== undefined) zoneOf(input.timeZone);
  const since = moment('since', input.since ?? DEFAULT_SINCE, input, now);
  const until = moment('until', input.until ?? 'now', input, now);
  const window = { from: since.start, to: Math.min(until.end, now) };
  if (window.from >= now) throw invalid('since', `${iso(window.from)} is not in the past`, 'Use an earlier time.');
  if (window.from >= window.to) {
    throw invalid(
      'until',
      worded`${iso(window.to)} is not after ${field('since')}, ${iso(window.from)}`,
      worded`Use a later ${field('until')} or an earlier ${field('since')}.`,
    );
  }
  return window;
}

function moment(name: 'since' | 'until', text: string, { timeZone }: WindowInput, now: number): Moment {
  return parseMoment(text, { field: name, now, timeZone });
}

const HOUR = 3_600_000;
const HOUR_WRITTEN = '2026-01-31T08:'.length;
const SIXTY = Array.from({ length: 60 }, (_, count) => String(count).padStart(2, '0'));
const MINUTES = SIXTY.map((digits) => `${digits}:`);
const SECONDS = SIXTY.map((digits) => `${digits}.`);
let lastHour = { number: Number.NaN, written: '' };

/**
 * Formats an epoch time as ISO 8601; clamps it if it is out of range. Date and hour are cached, because the events of a
 * log come hour by hour.
 */
export function iso(time: number): string {
  if (!isTime(time)) return iso(time > LATEST ? LATEST : EARLIEST);
  const hour = Math.floor(time / HOUR);
  if (hour !== lastHour.number)
    lastHour = { number: hour, written: new Date(time).toISOString().slice(0, HOUR_WRITTEN) };
  const ms = Math.trunc(time - hour * HOUR);
  const seconds = Math.trunc(ms / 1000);
  const minutes = Math.trunc(seconds / 60);
  const rest = (MINUTES[minutes] ?? '') + (SECONDS[seconds - minutes * 60] ?? '') + thousandths(ms - seconds * 1000);
  return lastHour.written + rest;
}

function thousandths(ms: number): string {
  return `${String(1000 + ms).slice(1)}Z`;
}

/** The same, or undefined for a time that is not known. */
export function knownTime(time: number): string | undefined {
  return Number.isFinite(time) ? iso(time) : undefined;
}

/** The overlap of two windows, or undefined if there is none. */
export function clip(window: Window, to: Window): Window | undefined {
  const shared = { from: Math.max(window.from, to.from), to: Math.min(window.to, to.to) };
  return shared.from < shared.to ? shared : undefined;
}

/** What is left of a window without the others, oldest first. */
export function subtract(window: Window, others: readonly Window[]): Window[] {
  return others.reduce<Window[]>(
    (left, other) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, other.from) },
          { from: Math.max(from, other.to), to },
        ].filter((piece) => piece.from < piece.to),
      ),
    [window],
  );
}

/** Merges windows that overlap or touch, oldest first. */
export function union(windows: readonly Window[]): Window[] {
  const merged: Window[] = [];
  for (const { from, to } of windows.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) merged.splice(-1, 1, { from: last.from, to: Math.max(last.to, to) });
    else if (from < to) merged.push({ from, to });
  }
  return merged;
}

/** Cuts a window into pieces no longer than `length`, oldest first. */
export function cut(window: Window, length: number): Window[] {
  const pieces: Window[] = [];
  for (let from = window.from; from < window.to; from += length) {
    pieces.push({ from, to: Math.min(from + length, window.to) });
  }
  return pieces;
}

/** Whether a time is inside the window. */
export function holds(window: Window, time: number): boolean {
  return window.from <= time && time < window.to;
}
