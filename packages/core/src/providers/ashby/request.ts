import type { Ask, HttpRequest } from '../../provider.ts';
import { iso } from '../../window.ts';
import { MOST, type AshbyFilters } from './filters.ts';

const HEADERS = { Accept: 'application/json; version=1', 'Content-Type': 'application/json' };

/** Requests a page of the audit log. It is a POST but only reads, so it is safe to send twice. */
export function request(ask: Ask<AshbyFilters>): HttpRequest {
  return {
    method: 'POST',
    path: '/auditLog.list',
    headers: HEADERS,
    body: JSON.stringify({ ...question(ask), cursor: ask.cursor }),
    replay: true,
  };
}

/**
 * The body is the same for every page, because a cursor is only valid for the query it came from (NOTES: paging). Both
 * bounds are a millisecond wider than the window (NOTES: window).
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
