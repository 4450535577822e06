import type { EventDraft, Impersonator } from '../../event.ts';
import { canonical } from '../../identity.ts';
import { text, type JsonObject } from '../../json.ts';
import { parseInstant } from '../../moment.ts';

/** An entry, opened, as the readers of the log types get it. */
export interface Opened {
  readonly log: string;
  readonly entry: JsonObject;
  readonly record: JsonObject;
  /** Who acted, for a sentence. */
  readonly who: string;
  /** Epoch milliseconds, if it can be read. */
  readonly time: number | undefined;
  readonly brief: boolean;
}

/** What the reader of a log type makes of an entry; the rest is the same for all of them. */
export interface ReadEntry extends Omit<EventDraft, 'time' | 'actor' | 'impersonator' | 'identity'> {
  impersonator?: Impersonator;
  /** Absent when only the whole entry tells itself from others. */
  identity?: readonly string[] | undefined;
}

export function timeOf(entry: JsonObject): number | undefined {
  const said = written(entry);
  return said === undefined ? undefined : parseInstant(said);
}

/** The time in one form, however the vendor wrote its zone. */
export function timeKey(entry: JsonObject, time = timeOf(entry)): string {
  return String(time ?? written(entry) ?? '');
}

function written(entry: JsonObject): string | undefined {
  return text(entry['eventTime']) ?? text(entry['timestamp']);
}

const NAMES: ReadonlySet<string> = new Set(['userFullName', 'impersonatorFullName']);

/** NOTES: no entry id. Names are left out: a renamed user would make a second event of the same entry. */
export function wholeEntry(entry: JsonObject): readonly string[] {
  const user = text(entry['userId']) ?? text(entry['userEmailAddress']) ?? text(entry['userEmail']) ?? '';
  const record = entry['logRecord'] ?? Object.fromEntries(Object.entries(entry).filter(([key]) => !NAMES.has(key)));
  return ['entry', user, timeKey(entry), canonical(record)];
}

/** An identity of parts that must all be there. */
export function identityOf(kind: string, ...parts: readonly (string | undefined)[]): readonly string[] | undefined {
  const given = parts.filter((part) => part !== undefined);
  return given.length === parts.length ? [kind, ...given] : undefined;
}

/** An address without its query: queries hold secrets, and nobody counts by them. */
export function pathOf(uri: string | undefined): string | undefined {
  return text(uri?.replace(/[?#].*$/s, ''));
}

/** The first address of a list: the client, as far as the client tells the truth. */
export function firstAddress(value: unknown): string | undefined {
  return text(text(value)?.split(',')[0]?.trim());
}
