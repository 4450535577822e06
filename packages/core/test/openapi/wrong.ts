import type { Ask, HttpRequest, Provider } from '../../src/provider.ts';
import { providers } from '../../src/providers/index.ts';
import { askOf, type Described } from './asks.ts';

/** A request with a single fault, and the part of it that the mock must name. */
export interface Wrong {
  readonly title: string;
  readonly request: HttpRequest;
  readonly part: string;
}

type Pair = readonly [string, string];

function right(provider: Provider, changes: Partial<Ask> = {}): HttpRequest {
  return provider.request(askOf(provider, changes));
}

function without(request: HttpRequest, name: string): HttpRequest {
  return { ...request, query: (request.query ?? []).filter(([each]) => each !== name) };
}

function and(request: HttpRequest, ...pairs: readonly Pair[]): HttpRequest {
  return { ...request, query: [...(request.query ?? []), ...pairs] };
}

function but(request: HttpRequest, name: string, value: string): HttpRequest {
  return and(without(request, name), [name, value]);
}

function saying(request: HttpRequest, keys: Readonly<Record<string, unknown>>): HttpRequest {
  return { ...request, body: JSON.stringify({ ...(JSON.parse(request.body ?? '{}') as object), ...keys }) };
}

function heading(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest {
  return { ...request, headers };
}

function gongWrong(): Wrong[] {
  const request = right(providers.gong);
  const logType = (value: string) => but(request, 'logType', value);
  return [
    { title: 'no start', request: without(request, 'fromDateTime'), part: 'fromDateTime' },
    { title: 'no end', request: without(request, 'toDateTime'), part: 'toDateTime' },
    { title: 'no log type', request: without(request, 'logType'), part: 'logType' },
    { title: 'a log type of the catalogues', request: logType('UserAction'), part: 'logType' },
    { title: 'a log type in other capitals', request: logType('accesslog'), part: 'logType' },
    { title: 'our escape, sent as it is', request: logType('other:FixtureLaterLog'), part: 'logType' },
    { title: 'a start in words', request: but(request, 'fromDateTime', 'yesterday'), part: 'fromDateTime' },
    { title: 'a time without a zone', request: but(request, 'toDateTime', '2026-01-01T00:00:00'), part: 'toDateTime' },
    {
      title: 'a plus that became a space',
      request: but(request, 'toDateTime', '2026-01-01T00:00:00 02:00'),
      part: 'toDateTime',
    },
    { title: 'another method', request: { ...request, method: 'POST' }, part: 'method' },
  ];
}

const SINCE: Pair = ['filter[created_at][]', '2026-01-01T00:00:00Z'];

function zendeskWrong(): Wrong[] {
  const list = right(providers.zendesk);
  const count = right(providers.zendesk, { operation: 'count' });
  const csv = right(providers.zendesk, { operation: 'export' });
  const show = right(providers.zendesk, { operation: 'show', id: '1' });
  const unbound = without(list, SINCE[0]);
  const plain: Pair = ['filter[created_at]', SINCE[1]];
  const inMilliseconds: Pair = [SINCE[0], '2026-01-01T00:00:00.000Z'];
  return [
    { title: 'a page of 101', request: but(list, 'page[size]', '101'), part: 'page[size]' },
    { title: 'an empty page', request: but(list, 'page[size]', '0'), part: 'page[size]' },
    { title: 'numbered pages of 101', request: but(count, 'per_page', '101'), part: 'per_page' },
    { title: 'a range without its brackets', request: and(unbound, plain, plain), part: SINCE[0] },
    { title: 'one bound alone', request: and(unbound, SINCE), part: SINCE[0] },
    { title: 'three bounds', request: and(list, SINCE), part: SINCE[0] },
    { title: 'a bound with milliseconds', request: and(unbound, SINCE, inMilliseconds), part: SINCE[0] },
    { title: 'a bound in words', request: and(unbound, SINCE, [SINCE[0], 'now']), part: SINCE[0] },
    { title: 'an actor by name', request: and(list, ['filter[actor_id]', 'dana']), part: 'filter[actor_id]' },
    { title: 'a source id alone', request: and(list, ['filter[source_id]', '1']), part: 'filter[source_type]' },
    { title: 'an empty action', request: and(list, ['filter[action]', '']), part: 'filter[action]' },
    { title: 'cursors and numbers at once', request: and(list, ['per_page', '1']), part: 'per_page' },
    { title: 'a cursor on a numbered page', request: and(count, ['page[after]', 'c']), part: 'page[after]' },
    { title: "numbered pages' order with cursors", request: and(list, ['sort_order', 'asc']), part: 'sort_order' },
    { title: 'another order', request: but(list, 'sort', '-action'), part: 'sort' },
    { title: 'neither way of paging', request: without(list, 'page[size]'), part: 'per_page' },
    { title: 'a page of an export', request: and(csv, ['page[size]', '10']), part: 'page[size]' },
    { title: 'an export without a range', request: without(csv, SINCE[0]), part: SINCE[0] },
    { title: 'an export without a media type', request: heading(csv, {}), part: 'content-type' },
    { title: 'an id in letters', request: { ...show, path: '/api/v2/audit_logs/abc' }, part: 'id' },
  ];
}

function ashbyWrong(): Wrong[] {
  const request = right(providers.ashby);
  const headers = request.headers ?? {};
  const many = Array.from({ length: 101 }, (_, index) => String(index));
  return [
    { title: 'a key that is not documented', request: saying(request, { per_page: 10 }), part: 'per_page' },
    { title: 'a page of 101', request: saying(request, { limit: 101 }), part: 'limit' },
    { title: 'a limit in words', request: saying(request, { limit: 'all' }), part: 'limit' },
    { title: 'one value instead of a list', request: saying(request, { actorIds: 'a' }), part: 'actorIds' },
    { title: 'an empty list', request: saying(request, { categories: [] }), part: 'categories' },
    { title: 'a list of 101', request: saying(request, { targetIds: many }), part: 'targetIds' },
    { title: 'an empty cursor', request: saying(request, { cursor: '' }), part: 'cursor' },
    { title: 'no end', request: saying(request, { endDate: undefined }), part: 'endDate' },
    { title: 'a date of another form', request: saying(request, { startDate: 1_767_225_600_000 }), part: 'startDate' },
    { title: 'no version', request: heading(request, { ...headers, Accept: 'application/json' }), part: 'accept' },
    {
      title: 'another media type',
      request: heading(request, { ...headers, 'Content-Type': 'text/plain' }),
      part: 'content-type',
    },
    { title: 'another method', request: { method: 'GET', path: request.path, headers, replay: true }, part: 'method' },
  ];
}

export const WRONG: Readonly<Record<Described, readonly Wrong[]>> = {
  gong: gongWrong(),
  zendesk: zendeskWrong(),
  ashby: ashbyWrong(),
};
