import type { Reply } from '../vendor.ts';
import { CATEGORIES, TARGET_TYPES, type Fields } from './ashby-entries.ts';
import { failure } from './ashby-failures.ts';
import type { AshbySettings } from './ashby-switches.ts';

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

const DAY = 86_400_000;
const MOST_VALUES = 100;
const LISTS = ['actorIds', 'targetIds', 'targetTypes', 'categories'] as const;
type Lists = Readonly<Partial<Record<(typeof LISTS)[number], readonly string[]>>>;

/** What a body asks, or the refusal. Keys that are not known are ignored. */
export function readQuery(body: Fields, settings: AshbySettings, now: number): AshbyQuery | Reply {
  const span = readSpan(body, now);
  if ('status' in span) return span;
  const lists = readLists(body);
  const wrong = wrongValues(lists, settings);
  if (wrong !== undefined) return wrong;
  const { limit = 100, cursor } = body as { limit?: number; cursor?: string };
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return failure('invalid_input', 'limit must be between 1 and 100');
  return {
    ...span,
    limit,
    cursor: typeof cursor === 'string' ? cursor : undefined,
    question: JSON.stringify([body['startDate'], body['endDate'], lists]),
    isOpen: Object.keys(lists).length === 0,
    matches: (entry) => matches(entry, lists),
  };
}

function readSpan({ startDate, endDate }: Fields, now: number): { from: number; to: number } | Reply {
  const [start, end] = [startDate, endDate].map((date) =>
    date === undefined ? undefined : Date.parse(typeof date === 'string' ? date : ''),
  );
  if (Number.isNaN(start) || Number.isNaN(end)) return failure('invalid_input', 'A date is not a valid ISO 8601 date');
  // With a start alone the window is one day, not until now.
  const to = end ?? (start === undefined ? now : start + DAY);
  const from = start ?? to - DAY;
  if (to < from) return failure('invalid_input', 'endDate is before startDate');
  const longest = new Date(from);
  longest.setUTCMonth(longest.getUTCMonth() + 18);
  return to > longest.getTime() ? failure('invalid_input', 'The span exceeds 18 months') : { from, to };
}

/** An empty list counts as none. */
function readLists(body: Fields): Lists {
  const lists: Record<string, readonly string[]> = {};
  for (const name of LISTS) {
    const values = body[name];
    if (Array.isArray(values) && values.length > 0) lists[name] = values.map(String);
  }
  return lists;
}

function wrongValues(lists: Lists, { unknownValueStatus }: AshbySettings): Reply | undefined {
  if (Object.values(lists).some((values) => values.length > MOST_VALUES)) {
    return failure('invalid_input', 'At most 100 values are allowed', 400);
  }
  const unknown =
    lists.targetTypes?.find((value) => !TARGET_TYPES.has(value)) ??
    lists.categories?.find((value) => !CATEGORIES.has(value));
  return unknown === undefined
    ? undefined
    : failure('invalid_input', `${unknown} is not in the vocabulary`, unknownValueStatus);
}

/** Ids are all required; target types and categories are alternatives. */
function matches(entry: Fields, { actorIds, targetIds, targetTypes, categories }: Lists): boolean {
  const actor = entry['actor'] as Fields | null;
  const target = entry['target'] as Fields | null;
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
