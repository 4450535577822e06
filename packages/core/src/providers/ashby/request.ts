import type { Ask, HttpRequest } from '../../provider.ts';
import { iso } from '../../window.ts';
import { MOST, type AshbyFilters } from './filters.ts';

const HEADERS = { Accept: 'application/json; version=1', 'Content-Type': 'application/json' };

/** A page of the audit log. It is a read although it is a POST, so sending it twice does no harm. */
export function request(ask: Ask<AshbyFilters>): HttpRequest {
  return {
    method: 'POST',
    path: '/auditLog.list',
    headers: HEADERS,
    body: JSON.stringify({ ...question(ask), ...(ask.cursor === undefined ? {} : { cursor: ask.cursor }) }),
    replay: true,
  };
}

/**
 * The same on every page, because a cursor counts only for the question that it came from (NOTES: paging). Both bounds,
 * a millisecond wider on each side (NOTES: window).
 */
function question({ window, filters }: Ask<AshbyFilters>): Record<string, unknown> {
  const { limit = MOST, ...lists } = filters;
  return {
    startDate: iso(window.from - 1),
    endDate: iso(window.to + 1),
    limit: Math.min(limit, MOST),
    ...lists,
  };
}
