import type { EventDraft, Impersonator } from '../../event.ts';
import { canonical } from '../../identity.ts';
import { text, type JsonObject } from '../../json.ts';
import { parseInstant } from '../../moment.ts';

/** A parsed entry, as the readers of the log types receive it. */
export interface Opened {
  readonly log: string;
  readonly entry: JsonObject;
  readonly record: JsonObject;
  /** The actor, as the subject of a sentence. */
  readonly who: string;
  /** Epoch milliseconds, if it can be parsed. */
  readonly time: number | undefined;
  readonly brief: boolean;
}

/** What the reader of a log type returns; the rest is the same for all types. */
export interface ReadEntry extends Omit<EventDraft, 'time' | 'actor' | 'impersonator' | 'identity'> {
  impersonator?: Impersonator;
  /** Undefined if only the whole entry identifies itself. */
  identity?: readonly string[] | undefined;
}

export function timeOf(entry: JsonObject): number | undefined {
  const said = written(entry);
  return said === undefined ? undefined : parseInstant(said);
}

/** The time in one format, whatever time zone the vendor wrote. */
export function timeKey(entry: JsonObject, time = timeOf(entry)): string {
  return String(time ?? written(entry) ?? '');
}

function written(entry: JsonObject): string | undefined {
  return text(entry['eventTime']) ?? text(entry['timestamp']);
}

const NAMES: ReadonlySet<string> = new Set(['userFullName', 'impersonatorFullName']);

/** NOTES: no entry id. Names are left out, because renaming a user would turn the same entry into a second event. */
export function wholeEntry(entry: JsonObject): readonly string[] {
  const user = text(entry['userId']) ?? text(entry['userEmailAddress']) ?? text(entry['userEmail']) ?? '';
  const record = entry['logRecord'] ?? Object.fromEntries(Object.entries(entry).filter(([key]) => !NAMES.has(key)));
  return ['entry', user, timeKey(entry), canonical(record)];
}

/** An identity made of parts that must all be present. */
export function identityOf(kind: string, ...parts: readonly (string | undefined)[]): readonly string[] | undefined {
  const given = parts.filter((part) => part !== undefined);
  return given.length === parts.length ? [kind, ...given] : undefined;
}

/** A URL without its query, because queries may contain secrets and would split counts. */
export function pathOf(uri: string | undefined): string | undefined {
  return text(uri?.replace(/[?#].*$/s, ''));
}

/** The first address of a list: the client, if the header can be trusted. */
export function firstAddress(value: unknown): string | undefined {
  return text(text(value)?.split(',')[0]?.trim());
}
