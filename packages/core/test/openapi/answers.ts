import { expect } from 'vitest';
import type { Answer, Ask } from '../../src/provider.ts';
import type { Described } from './asks.ts';

/** A documented answer, how to wish for it, and what the provider must make of it. */
export interface Given {
  readonly title: string;
  readonly wish: string;
  readonly asked?: Partial<Ask>;
  readonly means: object;
}

function failure(kind: Answer['kind'], code: string, more: object = {}): object {
  return { kind, fault: { code }, ...more };
}

const LATER: Partial<Ask> = { cursor: 'c' };
const COUNT: Partial<Ask> = { operation: 'count' };
const SHOW: Partial<Ask> = { operation: 'show', id: '498483' };
const EXPORT: Partial<Ask> = { operation: 'export' };

export const ANSWERS: Readonly<Record<Described, readonly Given[]>> = {
  gong: [
    {
      title: 'a page',
      wish: 'code=200, example=more',
      means: { kind: 'page', total: 101, cursor: 'eyJhbGciOiJIUzI1NiJ9.e30.x-_' },
    },
    { title: 'the last page', wish: 'code=200, example=last', asked: LATER, means: { kind: 'page', entries: [{}] } },
    { title: 'a bad parameter', wish: 'code=400, example=parameter', means: failure('refuse', 'invalid_query') },
    {
      title: 'a dead cursor',
      wish: 'code=400, example=deadCursor',
      asked: LATER,
      means: failure('restart', 'unavailable'),
    },
    { title: 'a bad credential', wish: 'code=401, example=credential', means: failure('renew', 'unauthorized') },
    { title: 'a missing scope', wish: 'code=401, example=scope', means: failure('refuse', 'forbidden') },
    { title: 'an untrusted address', wish: 'code=403', means: failure('refuse', 'forbidden') },
    { title: 'a count', wish: 'code=200', asked: COUNT, means: { kind: 'page', entries: [], total: 101 } },
    { title: 'a count of nothing', wish: 'code=404', asked: COUNT, means: { kind: 'page', entries: [], total: 0 } },
    { title: 'nothing', wish: 'code=404', means: { kind: 'page', entries: [], requestId: 'r404' } },
    { title: 'too many requests', wish: 'code=429', means: failure('wait', 'rate_limited', { afterMs: 7000 }) },
    { title: 'an outage', wish: 'code=500', means: failure('wait', 'unavailable') },
  ],
  zendesk: [
    {
      title: 'a page',
      wish: 'code=200, example=more',
      means: { kind: 'page', cursor: 'eyJvIjoiLWNyZWF0ZWRfYXQifQ==' },
    },
    {
      title: 'the last page',
      wish: 'code=200, example=last',
      asked: LATER,
      means: { kind: 'page', entries: [{ id: 498_481 }] },
    },
    {
      title: 'a count',
      wish: 'code=200, example=numbered',
      asked: COUNT,
      means: { kind: 'page', entries: [], total: 4321 },
    },
    { title: 'a numbered page', wish: 'code=200, example=numbered', means: failure('refuse', 'bad_response') },
    { title: 'an entry', wish: 'code=200', asked: SHOW, means: { kind: 'page', entries: [{ id: 498_483 }] } },
    { title: 'an accepted export', wish: 'code=202', asked: EXPORT, means: { kind: 'page', entries: [] } },
    {
      title: 'a bad page size',
      wish: 'code=400, example=pageSize',
      asked: LATER,
      means: failure('refuse', 'invalid_query'),
    },
    {
      title: 'a dead cursor',
      wish: 'code=400, example=cursor',
      asked: LATER,
      means: failure('restart', 'invalid_query'),
    },
    {
      title: 'a page too deep',
      wish: 'code=400, example=tooDeep',
      asked: COUNT,
      means: failure('refuse', 'invalid_query'),
    },
    { title: 'a dead token', wish: 'code=401, example=token', means: failure('renew', 'unauthorized') },
    { title: 'a wrong pair', wish: 'code=401, example=pair', means: failure('refuse', 'unauthorized') },
    { title: 'a role without access', wish: 'code=403, example=role', means: failure('refuse', 'forbidden') },
    { title: 'a missing scope', wish: 'code=403, example=scope', asked: EXPORT, means: failure('refuse', 'forbidden') },
    { title: 'no such entry', wish: 'code=404, example=entry', asked: SHOW, means: failure('refuse', 'not_found') },
    { title: 'no such account', wish: 'code=404, example=account', means: failure('refuse', 'not_found') },
    { title: 'a bad value', wish: 'code=422', means: failure('refuse', 'invalid_query') },
    {
      title: 'too many requests',
      wish: 'code=429',
      means: failure('wait', 'rate_limited', { afterMs: 93_000, headroom: { perMinute: 700, remaining: 0 } }),
    },
    {
      title: 'too many exports',
      wish: 'code=429',
      asked: EXPORT,
      means: failure('wait', 'rate_limited', { afterMs: 41_000 }),
    },
    { title: 'maintenance', wish: 'code=503', means: failure('wait', 'unavailable', { afterMs: 30_000 }) },
    { title: 'maintenance in an export', wish: 'code=503', asked: EXPORT, means: failure('refuse', 'unavailable') },
  ],
  ashby: [
    {
      title: 'a page',
      wish: 'code=200, example=more',
      means: { kind: 'page', cursor: 'opaque+place/1=', requestId: '01JILLUSTRATIVEREQUEST0001' },
    },
    {
      title: 'the last page',
      wish: 'code=200, example=last',
      asked: LATER,
      means: { kind: 'page', notices: [expect.any(String)] },
    },
    { title: 'bad input, as 200', wish: 'code=200, example=input', means: failure('refuse', 'invalid_query') },
    { title: 'bad input, as 400', wish: 'code=400', means: failure('refuse', 'invalid_query') },
    { title: 'no audit logs', wish: 'code=200, example=notEnabled', means: failure('refuse', 'not_enabled') },
    {
      title: 'a dead cursor',
      wish: 'code=200, example=deadCursor',
      asked: LATER,
      means: failure('restart', 'bad_response'),
    },
    { title: 'no permission, as 200', wish: 'code=200, example=permission', means: failure('refuse', 'forbidden') },
    { title: 'no permission, as 403', wish: 'code=403, example=permission', means: failure('refuse', 'forbidden') },
    { title: 'a dead key', wish: 'code=403, example=key', means: failure('refuse', 'unauthorized') },
    { title: 'no key', wish: 'code=401', means: failure('refuse', 'unauthorized') },
    { title: 'too many requests', wish: 'code=429', means: failure('wait', 'rate_limited', { afterMs: 12_000 }) },
  ],
};
