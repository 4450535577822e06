import { invalid, quoted, type AuditError } from './errors.ts';
import { remember } from './remember.ts';
import { isTime } from './time-range.ts';
import { unitAt } from './unit-at.ts';
import { field, worded } from './wording.ts';

/** A point in time, or a day with a start and an end. */
export interface Moment {
  readonly start: number;
  readonly end: number;
}

interface Context {
  readonly field: string;
  readonly now: number;
  readonly timeZone: string | undefined;
}

const DAY = 86_400_000;
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY };
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const RELATIVE = /^(\d+)\s*([smhdw])$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})([.,]\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

const EXAMPLES =
  'Use a time with zone (2026-01-31T08:00:00Z), a date (2026-01-31), 24h, 7d, 2w, today, yesterday or monday.';

// A fast path for the usual format, which every engine parses alike. Every month has the days it accepts.
const PLAIN = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

/** Parses a time as people write it. A day has a start and an end; everything else is a point in time. */
export function parseMoment(text: string, context: Context): Moment {
  const input = text.trim();
  const found = word(input.toLowerCase(), context) ?? date(input, context) ?? time(input, context);
  if (found === undefined) throw invalid(context.field, `cannot read ${quoted(text)} as a time`, EXAMPLES);
  return found;
}

/** Parses an ISO time with a time zone to epoch milliseconds; undefined for everything else. */
export function parseInstant(text: string): number | undefined {
  return PLAIN.test(text) ? plainInstant(text) : anyInstant(text);
}

let lastDate = { written: '', midnight: 0 };

/** The date is cached, because the events of a log come day by day. */
function plainInstant(text: string): number {
  const written = text.slice(0, 10);
  if (written !== lastDate.written) lastDate = { written, midnight: Date.parse(written) };
  const seconds = (twoDigits(text, 11) * 60 + twoDigits(text, 14)) * 60 + twoDigits(text, 17);
  const ms = text.length > SECONDS.length ? Number(text.slice(20, 23)) : 0;
  return lastDate.midnight + seconds * 1000 + ms;
}

const SECONDS = '2026-01-31T08:00:00Z';
const ZERO = 0x30;

function twoDigits(text: string, at: number): number {
  return (unitAt(text, at) - ZERO) * 10 + unitAt(text, at + 1) - ZERO;
}

function anyInstant(text: string): number | undefined {
  const parts = TIME.exec(text);
  if (parts?.[8] === undefined || !isDay(parts)) return undefined;
  return instant(parts);
}

function word(input: string, context: Context): Moment | undefined {
  const { now } = context;
  if (input === 'now') return point(now);
  const [, count, unit] = RELATIVE.exec(input) ?? [];
  if (unit !== undefined) return ago(Number(count) * (UNITS[unit] ?? 0), context);
  const today = localDay(now, zoneOf(context.timeZone));
  if (input === 'today') return day(today, context);
  if (input === 'yesterday') return day(today - DAY, context);
  const weekday = WEEKDAYS.indexOf(input);
  if (weekday < 0) return undefined;
  const back = (new Date(today).getUTCDay() - weekday + 7) % 7;
  return day(today - back * DAY, context);
}

function ago(length: number, context: Context): Moment {
  const { now } = context;
  if (isTime(now - length)) return point(now - length);
  throw invalid(context.field, 'is before the year 1000', 'Use a time that a log can reach back to, such as 90d.');
}

function date(input: string, context: Context): Moment | undefined {
  const parts = DATE.exec(input);
  if (parts === null) return undefined;
  return day(calendarDay(parts, context), context);
}

function time(input: string, context: Context): Moment | undefined {
  const parts = TIME.exec(input);
  if (parts === null) return undefined;
  calendarDay(parts, context);
  const at = instant(parts);
  if (at === undefined) return undefined;
  if (parts[8] !== undefined) return point(at);
  if (context.timeZone === undefined) {
    throw invalid(
      context.field,
      `${JSON.stringify(input)} has no time zone`,
      worded`Write ${input}Z for UTC, add an offset like +02:00, or set ${field('timeZone')}.`,
    );
  }
  return point(toUtc(at, zoneOf(context.timeZone)));
}

function point(at: number): Moment {
  return { start: at, end: at };
}

/** The start and end of a local day, which is given as the UTC midnight of its date. */
function day(midnight: number, context: Context): Moment {
  return { start: toUtc(midnight, zoneOf(context.timeZone)), end: toUtc(midnight + DAY, zoneOf(context.timeZone)) };
}

function calendarDay(parts: readonly string[], context: Context): number {
  if (!isDay(parts)) {
    throw invalid(context.field, `${parts[1]}-${parts[2]}-${parts[3]} is not a calendar date`, EXAMPLES);
  }
  return Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
}

/** Whether the date exists. */
function isDay(parts: readonly string[]): boolean {
  const month = Number(parts[2]);
  const dayOfMonth = Number(parts[3]);
  // JavaScript reads the year 50 as 1950.
  if (Number(parts[1]) < 1000 || month < 1 || month > 12 || dayOfMonth < 1) return false;
  return dayOfMonth <= 28 || dayOfMonth <= new Date(Date.UTC(Number(parts[1]), month, 0)).getUTCDate();
}

/** Interprets the parts as UTC and applies the offset, if there is one. Fractions beyond milliseconds are truncated. */
function instant(parts: readonly (string | undefined)[]): number | undefined {
  const part = (index: number): number => Number(parts[index] ?? 0);
  const [hour, minute, second] = [part(4), part(5), part(6)];
  const ms = Number((parts[7] ?? '').slice(1, 4).padEnd(3, '0'));
  const offset = offsetOf(parts[8] ?? 'Z');
  if (hour > 23 || minute > 59 || second > 60 || offset === undefined) return undefined;
  return Date.UTC(part(1), part(2) - 1, part(3), hour, minute, second, ms) - offset;
}

function offsetOf(text: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/**
 * Names of zones that are unambiguous. Abbreviations are not: BST may mean Dhaka, and EST has no daylight saving time.
 */
const PLAIN_ZONE = /\/|^(?:UTC|GMT)$|^[+-]/i;

/** Returns a time zone by name, UTC by default; rejects unknown and ambiguous names. */
export function zoneOf(timeZone = 'UTC'): Intl.DateTimeFormat {
  if (!PLAIN_ZONE.test(timeZone)) throw noZone(`${quoted(timeZone)} is not the full name of a time zone`);
  try {
    return zoneFormat(timeZone);
  } catch {
    throw noZone(`${quoted(timeZone)} is not a time zone`);
  }
}

function noZone(message: string): AuditError {
  return invalid('timeZone', message, 'Use an IANA name such as Europe/London or America/New_York, or UTC.');
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

/** The local time at an instant, encoded as if it were UTC. */
function wallClock(at: number, format: Intl.DateTimeFormat): number {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day: dayOfMonth = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, dayOfMonth, hour, minute, second) + (at % 1000);
}

/** The local date at an instant, as the UTC midnight of that date. */
export function localDay(at: number, format: Intl.DateTimeFormat): number {
  const wall = wallClock(at, format);
  return wall - (wall % DAY);
}

/**
 * Converts a local time to an instant. Two rounds settle the offset. A local time that daylight saving time skips
 * becomes the instant of the change or shortly after it.
 */
export function toUtc(wall: number, format: Intl.DateTimeFormat): number {
  const guess = wall - (wallClock(wall, format) - wall);
  return guess - (wallClock(guess, format) - wall);
}

/** Local time and weekday. */
export interface WallClock {
  readonly hour: number;
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** Returns a function that converts instants to the local time of a zone. */
export function localClock(timeZone: string | undefined): (at: number) => WallClock {
  const offset = offsetsOf(timeZone);
  return (at) => {
    const wall = new Date(at + offset(at));
    return { hour: wall.getUTCHours(), minute: wall.getUTCMinutes(), weekday: wall.getUTCDay() };
  };
}

/** Offsets change at quarters of an hour. */
const QUARTER = 15 * 60_000;

/** Returns a function that gives the offset of a time zone from UTC at an instant, in milliseconds. */
export function offsetsOf(timeZone: string | undefined): (at: number) => number {
  const format = zoneOf(timeZone);
  const offsetAt = remember((quarter) => ({ ms: wallClock(Number(quarter), format) - Number(quarter) }));
  return (at) => offsetAt(String(Math.floor(at / QUARTER) * QUARTER)).ms;
}
