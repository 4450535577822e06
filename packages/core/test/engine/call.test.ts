import { describe, expect, test } from 'vitest';
import { call } from '../../src/exchange/call.ts';
import type { CallLimits } from '../../src/exchange/call-limits.ts';
import { connect } from '../../src/exchange/connection.ts';
import type { AuditError } from '../../src/errors.ts';
import type { HttpResponse } from '../../src/ports.ts';
import type { Ask } from '../../src/provider.ts';
import { fakeHost, json, START, type FakeHost, type Respond } from '../fake-host.ts';
import { ASK, toy } from '../toy.ts';

const PAGE = json(200, { entries: [] });

/** Answers in the order of the list; the last one for ever. */
function script(...answers: readonly (HttpResponse | Error)[]): Respond {
  return (_, number) => {
    const answer = answers[Math.min(number, answers.length) - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
    return answer;
  };
}

function calling(host: FakeHost, limits?: CallLimits, ask: Ask = ASK): Promise<unknown> {
  return call(connect(toy(), { credential: { kind: 'key', values: { key: 'k' } } }, host.ports), ask, limits);
}

async function failure(promise: Promise<unknown>): Promise<AuditError> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (thrown: AuditError) => thrown,
  );
}

describe('A request', () => {
  test('has a user agent, which the host can override', async () => {
    const host = fakeHost(script(PAGE));
    await calling(host);
    await call(connect(toy(), { userAgent: 'mine/1' }, host.ports), ASK);
    expect(host.requests.map(({ headers }) => headers['user-agent'])).toEqual([
      expect.stringMatching(/^trailhound\/\d/),
      'mine/1',
    ]);
  });

  test('is sent even if a value contains half a surrogate pair', async () => {
    const host = fakeHost(script(PAGE));
    await calling(host, {}, { ...ASK, cursor: 'a\uD800' });
    expect(host.requests[0]?.url).toContain('cursor=a%EF%BF%BD');
  });

  test('carries its credential in one header, or none if the host authorizes', async () => {
    const host = fakeHost(script(PAGE));
    await calling(host);
    await call(connect(toy(), {}, host.ports), ASK);
    expect(host.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer k', undefined]);
    expect(host.requests[0]?.url).not.toContain('k=');
  });
});

describe('A call that is told to wait', () => {
  const date = new Date(START).toUTCString();
  test.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['seconds as a decimal', { 'retry-after': '1.5' }, 1500],
    ['a date, by the clock of the vendor', { 'retry-after': new Date(START + 9000).toUTCString(), date }, 9000],
    ['an ISO date in ratelimit-reset', { 'ratelimit-reset': new Date(START + 4000).toISOString(), date }, 4000],
    ['zero', { 'retry-after': '0' }, 0],
  ])('waits %s', async (_, headers, ms) => {
    const host = fakeHost(script(json(429, {}, headers), PAGE));
    await calling(host);
    expect(host.elapsed()).toBe(ms);
    expect(host.requests).toHaveLength(2);
  });

  test('backs off with full jitter when it is not told how long', async () => {
    const host = fakeHost(script(json(429, {}), json(429, {}), PAGE), { random: 0.5 });
    await calling(host);
    expect(host.sleeps).toEqual([1000, 2000]);
  });

  test('gives up after some attempts without progress, and says when to retry', async () => {
    const host = fakeHost(script(json(429, {}, { 'retry-after': '0' })));
    const error = await failure(calling(host));
    expect(error.code).toBe('rate_limited');
    expect(host.requests).toHaveLength(20);
  });

  test('does not wait hours without a deadline, but says when to retry', async () => {
    const host = fakeHost(script(json(429, {}, { 'retry-after': '40000' })));
    const error = await failure(calling(host));
    expect(error.fault).toMatchObject({ code: 'rate_limited', retryAt: START + 40_000_000 });
    expect(host.elapsed()).toBe(0);
  });

  test('waits hours when the deadline allows it', async () => {
    const host = fakeHost(script(json(429, {}, { 'retry-after': '40000' }), PAGE));
    await calling(host, { deadline: START + 50_000_000 });
    expect(host.elapsed()).toBe(40_000_000);
  });

  test('delays every request of the connection, not only its own', async () => {
    const host = fakeHost(script(json(429, {}, { 'retry-after': '30' }), PAGE));
    const connection = connect(toy(), {}, host.ports);
    const first = call(connection, ASK);
    await new Promise(setImmediate);
    await Promise.all([first, call(connection, ASK)]);
    expect(Math.min(...host.sentAt.slice(1))).toBeGreaterThanOrEqual(30_000);
  });
});

describe('A call that fails', () => {
  test.each([
    ['a server error', json(500, {})],
    ['a gateway that answers in HTML', { status: 502, headers: {}, body: '<html>' }],
    ['a connection that breaks', new Error('ECONNRESET')],
    ['a maintenance that names its end', json(503, {}, { 'retry-after': '3' })],
  ])('tries again after %s', async (_, answer) => {
    const host = fakeHost(script(answer, PAGE));
    await calling(host);
    expect(host.requests).toHaveLength(2);
  });

  test('gives up on a server that stays down, with the cause', async () => {
    const host = fakeHost(script(new Error('ECONNREFUSED')));
    const error = await failure(calling(host));
    expect(error.fault).toMatchObject({ code: 'unavailable', provider: 'toy', log: 'log' });
    expect(host.requests).toHaveLength(5);
  });

  test('never sends twice what is not a read', async () => {
    for (const answer of [new Error('ECONNRESET'), json(503, {}), json(429, {}, { 'retry-after': '1' })]) {
      const host = fakeHost(script(answer));
      await failure(calling(host, {}, { ...ASK, operation: 'export' }));
      expect(host.requests).toHaveLength(1);
    }
  });

  test('warns that an unanswered write may have been carried out', async () => {
    const host = fakeHost(script(new Error('ECONNRESET')));
    const error = await failure(calling(host, {}, { ...ASK, operation: 'export' }));
    expect(error.hint).toMatch(/may or may not/);
  });

  test('refuses a redirect instead of following it', async () => {
    const host = fakeHost(script({ status: 302, headers: { location: 'https://evil.example' }, body: '' }));
    expect((await failure(calling(host))).code).toBe('bad_response');
    expect(host.requests).toHaveLength(1);
  });

  test('refuses a body that is larger than allowed', async () => {
    const host = fakeHost(script(json(200, { entries: ['x'.repeat(200)] })));
    expect((await failure(calling(host, { maxBytes: 100 }))).code).toBe('too_large');
  });

  test('does not renew a credential that cannot be renewed', async () => {
    const host = fakeHost(script(json(401, {})));
    expect((await failure(calling(host))).code).toBe('unauthorized');
    expect(host.requests).toHaveLength(1);
  });
});

describe('A call that is cancelled', () => {
  test('stops waiting at once and leaves no timer', async () => {
    const host = fakeHost(script(json(429, {}, { 'retry-after': '50' })));
    const stop = new AbortController();
    const result = failure(calling(host, { signal: stop.signal }));
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    stop.abort(new Error('enough'));
    expect((await result).code).toMatch(/cancelled|rate_limited/);
    expect(host.asleep()).toBe(0);
  });

  test('sends nothing when it is cancelled before it starts', async () => {
    const host = fakeHost(script(PAGE));
    const error = await failure(calling(host, { signal: AbortSignal.abort(new Error('enough')) }));
    expect(error.code).toBe('cancelled');
    expect(host.requests).toHaveLength(0);
  });
});
