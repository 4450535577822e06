import { invalid, quoted } from '../errors.ts';
import { localClock, WEEKDAYS } from '../moment.ts';
import { remember } from '../remember.ts';

/** Times of the day and days of the week, as the caller wrote them, and the time zone that they are in. */
export interface Hours {
  readonly said: string;
  readonly timeZone: string | undefined;
}

interface Stretch {
  /** The weekdays on which it begins; 0 is Sunday. */
  readonly days: ReadonlySet<number>;
  /** Minutes of the day. One that ends before it begins lasts past midnight. */
  readonly from: number;
  readonly to: number;
}

const HOUR = 60;
const DAY = 24 * HOUR;
const EVERY_DAY = new Set(WEEKDAYS.keys());

const TIMES = /^(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?$/;
const HINT = 'Use hours such as 22-06 or 08:30-17, days such as sat-sun, or both: sat-sun, mon-fri 20-07.';

/** Refuses what is not understood. */
export function checkHours(said: string): void {
  stretchesOf(said);
}

/** Tests whether an instant is within the hours. */
export function hoursTest({ said, timeZone = 'UTC' }: Hours): (at: number) => boolean {
  return testOf(JSON.stringify([said, timeZone])).isWithin;
}

/** A query has one, and many events are compared with it. */
const testOf = remember((key) => {
  const [said, timeZone] = JSON.parse(key) as [string, string];
  const stretches = stretchesOf(said);
  const local = localClock(timeZone);
  return {
    isWithin: (at: number): boolean => {
      const { weekday, hour, minute } = local(at);
      return stretches.some((stretch) => isIn(stretch, weekday, hour * HOUR + minute));
    },
  };
}, 16);

function isIn({ days, from, to }: Stretch, weekday: number, minute: number): boolean {
  if (from < to) return days.has(weekday) && minute >= from && minute < to;
  const begunYesterday = days.has((weekday + WEEKDAYS.length - 1) % WEEKDAYS.length);
  return (days.has(weekday) && minute >= from) || (begunYesterday && minute < to);
}

function stretchesOf(said: string): Stretch[] {
  return said.split(',').map((part) => {
    const stretch = stretchOf(part.trim().toLowerCase().split(/\s+/));
    if (stretch === undefined) throw invalid('hours', `cannot read ${quoted(said)}`, HINT);
    return stretch;
  });
}

/** Days, times, or both: `mon-fri`, `22-06`, `sat 08:30-12`. */
function stretchOf(words: readonly string[]): Stretch | undefined {
  const isTimed = TIMES.test(words.at(-1) ?? '');
  const [named, ...more] = isTimed ? words.slice(0, -1) : words;
  const times = isTimed ? timesOf(words.at(-1)) : { from: 0, to: DAY };
  const days = named === undefined ? EVERY_DAY : daysOf(named);
  return more.length > 0 || times === undefined || days === undefined ? undefined : { days, ...times };
}

function timesOf(text = ''): Pick<Stretch, 'from' | 'to'> | undefined {
  const [, hour, minute, lastHour, lastMinute] = TIMES.exec(text) ?? [];
  const [from, to] = [minutesOf(hour, minute), minutesOf(lastHour, lastMinute)];
  return from > DAY || to > DAY || from % DAY === to ? undefined : { from: from % DAY, to };
}

function minutesOf(hour = '', minute = '0'): number {
  return Number(minute) < HOUR ? Number(hour) * HOUR + Number(minute) : Number.POSITIVE_INFINITY;
}

function daysOf(text: string): ReadonlySet<number> | undefined {
  const [first = '', last = first, ...more] = text.split('-');
  const [begin, end] = [dayOf(first), dayOf(last)];
  if (begin < 0 || end < 0 || more.length > 0) return undefined;
  const count = (end - begin + WEEKDAYS.length) % WEEKDAYS.length;
  return new Set(Array.from({ length: count + 1 }, (_, index) => (begin + index) % WEEKDAYS.length));
}

/** Three letters are enough. */
function dayOf(name: string): number {
  return name.length < 3 ? -1 : WEEKDAYS.findIndex((one) => one.startsWith(name));
}
