import { CATEGORIES, TARGET_TYPES } from './actions.ts';
import type { Fields } from './entries.ts';
import type { AshbySettings } from './switches.ts';

export interface AshbyQuery {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly cursor: string | undefined;
  /** Everything that a cursor is bound to. */
  readonly question: string;
  readonly isOpen: boolean;
  readonly matches: (entry: Fields) => boolean;
}

/** Why a body is rejected. */
export interface BadInput {
  readonly message: string;
  /** The status of the error. */
  readonly status: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;
const MOST_VALUES = 100;
const LONGEST_MONTHS = 18;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const LISTS = ['actorIds', 'targetIds', 'targetTypes', 'categories'] as const;
type Lists = Readonly<Partial<Record<(typeof LISTS)[number], readonly string[]>>>;

/** Parses the query in a body. Unknown keys are ignored. */
export function readQuery(body: Fields, settings: AshbySettings, now: number): AshbyQuery | BadInput {
  const { startDate, endDate, limit = 100, cursor } = body;
  const bad = (message: string): BadInput => ({ message, status: Number(settings.refusalStatus) });
  const wrong = wrongLists(body, settings);
  if (wrong !== undefined) return wrong;
  const span = readSpan(timeOf(startDate), timeOf(endDate), now);
  if (typeof span === 'string') return bad(span);
  if (!isLimit(limit)) return bad('limit must be a whole number from 1 to 100');
  if (cursor !== undefined && typeof cursor !== 'string') return bad('cursor must be a string');
  const lists = readLists(body);
  return {
    ...span,
    limit,
    cursor,
    question: JSON.stringify([startDate, endDate, lists]),
    isOpen: Object.keys(lists).length === 0,
    matches: (entry) => matches(entry, lists),
  };
}

function isLimit(limit: unknown): limit is number {
  return typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= 100;
}

/** Epoch milliseconds; NaN for an invalid time, undefined if there is none. */
function timeOf(date: unknown): number | undefined {
  if (date === undefined) return undefined;
  const text = typeof date === 'string' ? date : '';
  const [, day = ''] = DATE_TIME.exec(text) ?? [];
  // Date.parse alone accepts the 31st of every month.
  const exists = new Date(Date.parse(`${day}T00:00:00Z`) || 0).toISOString().startsWith(day);
  return day !== '' && exists ? Date.parse(text) : Number.NaN;
}

function readSpan(start: number | undefined, end: number | undefined, now: number): Span | string {
  if (Number.isNaN(start) || Number.isNaN(end)) return 'A date is not an ISO 8601 date-time';
  // With a start alone, the window is one day instead of lasting until now.
  const to = end ?? (start === undefined ? now : start + DAY);
  const from = start ?? to - DAY;
  if (to < from) return 'endDate is before startDate';
  return to > monthsAfter(from, LONGEST_MONTHS) ? 'The window is longer than 18 months' : { from, to };
}

/** The same day of a later month, or its last day. */
function monthsAfter(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}

/** An empty list counts as none. */
function readLists(body: Fields): Lists {
  const lists: Record<string, readonly string[]> = {};
  for (const name of LISTS) {
    const values = body[name];
    if (isTexts(values) && values.length > 0) lists[name] = values;
  }
  return lists;
}

function isTexts(values: unknown): values is readonly string[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'string');
}

function wrongLists(body: Fields, { unknownValueStatus }: AshbySettings): BadInput | undefined {
  const shapeless = LISTS.find((name) => body[name] !== undefined && !isTexts(body[name]));
  if (shapeless !== undefined) return { message: `${shapeless} must be a list of strings`, status: 400 };
  const { targetTypes = [], categories = [], ...ids } = readLists(body);
  const long = [targetTypes, categories, ...Object.values(ids)].some(({ length }) => length > MOST_VALUES);
  if (long) return { message: 'A list may have at most 100 values', status: 400 };
  const unknown =
    targetTypes.find((value) => !TARGET_TYPES.has(value)) ?? categories.find((value) => !CATEGORIES.has(value));
  if (unknown === undefined) return undefined;
  return { message: `${unknown} is not in the vocabulary`, status: unknownValueStatus };
}

/** All given ids must match; target types and categories are alternatives. */
function matches(entry: Fields, { actorIds, targetIds, targetTypes, categories }: Lists): boolean {
  const actor = entry['actor'] as Fields | null | undefined;
  const target = entry['target'] as Fields | null | undefined;
  const ids = [
    actorIds === undefined || has(actorIds, actor?.['id']),
    targetIds === undefined || has(targetIds, target?.['id']),
  ];
  const kinds = targetTypes === undefined && categories === undefined;
  return ids.every(Boolean) && (kinds || has(targetTypes, target?.['type']) || has(categories, entry['category']));
}

function has(values: readonly string[] | undefined, value: unknown): boolean {
  return typeof value === 'string' && (values?.includes(value) ?? false);
}
