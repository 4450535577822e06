import { invalid, quoted } from '../../errors.ts';
import type { Ask, HttpRequest, Operation } from '../../provider.ts';
import { iso } from '../../window.ts';
import { MAX_PAGE_SIZE, words, type CheckedFilters } from './filters.ts';
import { spellingsOf } from './vocabulary.ts';

type Asked = Ask<CheckedFilters>;
type Pair = readonly [string, string];

const PATH = '/api/v2/audit_logs';
const ACCEPT = { accept: 'application/json' };
const SECOND = 1000;

const REQUEST: Readonly<Record<Operation, (ask: Asked) => HttpRequest>> = { list: page, count, show, export: csv };

export function request(ask: Asked): HttpRequest {
  return REQUEST[ask.operation](ask);
}

/**
 * NOTES: cursor mode. `page[size]` selects it. Later pages repeat the whole query instead of following the vendor's
 * link, so that host and credentials stay ours.
 */
function page({ window, filters, order, cursor }: Asked): HttpRequest {
  return get(PATH, [
    ...native(filters),
    ...between(floor(window.from) - SECOND, ceil(window.to) + SECOND),
    ['page[size]', String(pageSize(filters))],
    ...(cursor === undefined ? [] : [['page[after]', cursor] as const]),
    ['sort', order === 'newest' ? '-created_at' : 'created_at'],
  ]);
}

/**
 * NOTES: count. Only offset mode counts. Both bounds are treated as inclusive, so the last second is the one before
 * `to`.
 */
function count({ window, filters, order }: Asked): HttpRequest {
  const from = ceil(window.from);
  return get(PATH, [
    ...native(filters),
    ...between(from, Math.max(from, ceil(window.to) - SECOND)),
    ['page', '1'],
    ['per_page', '1'],
    ['sort_by', 'created_at'],
    ['sort_order', order === 'newest' ? 'desc' : 'asc'],
  ]);
}

function show({ id }: Asked): HttpRequest {
  if (id === undefined || !/^\d{1,20}$/.test(id)) {
    throw invalid(
      'id',
      `${quoted(id ?? '')} is not the id of a Zendesk audit log entry`,
      'Ids consist of digits, such as 498483.',
    );
  }
  return get(`${PATH}/${id}`, []);
}

/** NOTES: export. Nobody trims the CSV, so the bounds are whole seconds that cover exactly the window. */
function csv({ window, filters }: Asked): HttpRequest {
  return {
    method: 'POST',
    path: `${PATH}/export`,
    query: [...native(filters), ...between(floor(window.from), ceil(window.to))],
    headers: { ...ACCEPT, 'content-type': 'application/json' },
    replay: false,
  };
}

function get(path: string, query: readonly Pair[]): HttpRequest {
  return { method: 'GET', path, query, headers: ACCEPT, replay: true };
}

function native({ action, actorId, ipAddress, sourceType, sourceId }: CheckedFilters): Pair[] {
  return [
    ...filter('action', words(action)),
    ...filter('actor_id', words(actorId)),
    ...filter('ip_address', words(ipAddress)),
    ...filter('source_type', words(sourceType).flatMap(spellingsOf)),
    ...filter('source_id', words(sourceId)),
  ];
}

/** NOTES: several values. A repeated name needs brackets; a single value does not. */
function filter(name: string, values: readonly string[]): Pair[] {
  const distinct = [...new Set(values)];
  const plain = `filter[${name}]`;
  return distinct.map((value) => [distinct.length === 1 ? plain : `${plain}[]`, value]);
}

/** NOTES: time range. Always both bounds, start first. */
function between(from: number, to: number): Pair[] {
  return [from, to].map((at) => ['filter[created_at][]', iso(at).replace('.000Z', 'Z')]);
}

function pageSize({ pageSize: asked = MAX_PAGE_SIZE }: CheckedFilters): number {
  return Math.min(MAX_PAGE_SIZE, asked);
}

function floor(at: number): number {
  return Math.floor(at / SECOND) * SECOND;
}

function ceil(at: number): number {
  return Math.ceil(at / SECOND) * SECOND;
}
