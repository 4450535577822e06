import { wallClock, WEEKDAYS, zoneOf } from '../moment.ts';
import { remember } from '../remember.ts';

/** When something happened, as people of a time zone say it. */
export interface LocalTime {
  /** Such as `2026-06-01`. */
  readonly day: string;
  /** Such as `2026-06-01T15:00+02:00`; in UTC, `2026-06-01T13:00Z`. */
  readonly hour: string;
  /** From `00` to `23`. */
  readonly hourOfDay: string;
  readonly weekday: string;
}

const MINUTE = 60_000;
/** Offsets change at quarters of an hour. */
const QUARTER = 15 * MINUTE;
const KNOWN = 4096;

/** Converts instants to the calendar of a time zone. */
export function calendarOf(timeZone: string | undefined): (at: number) => LocalTime {
  const format = zoneOf(timeZone);
  const offsetAt = remember((quarter) => ({ ms: wallClock(Number(quarter), format) - Number(quarter) }), KNOWN);
  return (at) => {
    const { ms: offset } = offsetAt(String(Math.floor(at / QUARTER) * QUARTER));
    const wall = new Date(at + offset);
    const text = wall.toISOString();
    return {
      day: text.slice(0, 10),
      hour: `${text.slice(0, 13)}:00${suffixOf(offset / MINUTE)}`,
      hourOfDay: text.slice(11, 13),
      weekday: WEEKDAYS[wall.getUTCDay()] ?? '',
    };
  };
}

function suffixOf(minutes: number): string {
  if (minutes === 0) return 'Z';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
