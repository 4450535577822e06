import type { Fields } from './entries.ts';
import type { ZendeskSettings } from './switches.ts';

/** The filters of a list or an export. */
export interface ZendeskFilters {
  /** Epoch milliseconds, as asked. */
  readonly from: number;
  readonly to: number;
  readonly wanted: Readonly<Record<string, readonly string[]>>;
  readonly isOpen: boolean;
  readonly matches: (entry: Fields) => boolean;
}

const FIELDS = ['action', 'actor_id', 'ip_address', 'source_type', 'source_id'] as const;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Parses the filters of a query, or returns the name of an invalid one. */
export function readFilters(query: URLSearchParams, settings: ZendeskSettings, now: number): ZendeskFilters | string {
  const dates = datesOf(query, settings);
  const [start = '1970-01-01T00:00:00Z', end = new Date(now).toISOString()] = dates;
  const wanted = wantedOf(query);
  const wrong =
    wrongField(wanted) ?? ([start, end].every((text) => ISO_TIME.test(text)) ? undefined : 'filter.created_at');
  if (wrong !== undefined) return wrong;
  return {
    from: Date.parse(start),
    to: Date.parse(end),
    wanted,
    isOpen: Object.keys(wanted).length === 0,
    matches: (entry) => Object.entries(wanted).every(([field, values]) => values.includes(String(entry[field]))),
  };
}

function wantedOf(query: URLSearchParams): Record<string, readonly string[]> {
  const wanted: Record<string, readonly string[]> = {};
  for (const field of FIELDS) {
    const values = [...query.getAll(`filter[${field}]`).slice(-1), ...query.getAll(`filter[${field}][]`)];
    if (values.length > 0) wanted[field] = values;
  }
  return wanted;
}

function wrongField(wanted: Readonly<Record<string, readonly string[]>>): string | undefined {
  if (wanted['source_id'] !== undefined && wanted['source_type'] === undefined) return 'filter.source_id';
  return wanted['actor_id']?.some((id) => !/^-?\d+$/.test(id)) === true ? 'filter.actor_id' : undefined;
}

/** Brackets make a list; without them, a repeated name keeps its last value. */
export function datesOf(query: URLSearchParams, { plainDatesKeepLast }: ZendeskSettings): string[] {
  const listed = query.getAll('filter[created_at][]');
  if (listed.length > 0) return listed;
  const plain = query.getAll('filter[created_at]');
  return plainDatesKeepLast ? plain.slice(-1) : plain;
}
