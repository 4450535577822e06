import { offsetsOf, WEEKDAYS } from '../moment.ts';

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

/** Converts instants to the calendar of a time zone. */
export function calendarOf(timeZone: string | undefined): (at: number) => LocalTime {
  const offsetAt = offsetsOf(timeZone);
  return (at) => {
    const offset = offsetAt(at);
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
