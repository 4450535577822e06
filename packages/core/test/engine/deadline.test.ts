import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { call } from '../../src/exchange/call.ts';
import type { CallLimits } from '../../src/exchange/call-limits.ts';
import { connect, type Connection } from '../../src/exchange/connection.ts';
import type { AuditError } from '../../src/errors.ts';
import type { HttpResponse } from '../../src/ports.ts';
import { fakeHost, json, START, type FakeHost } from '../fake-host.ts';
import { ASK, toy } from '../toy.ts';

const PAGE = json(200, { entries: [] });
const TOKENS = json(200, { access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 1800 });
const never = (): Promise<never> => new Promise(() => undefined);

async function failure(promise: Promise<unknown>): Promise<AuditError> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (thrown: AuditError) => thrown,
  );
}

const turn = (): Promise<void> => new Promise(setImmediate);

function keyed(host: FakeHost): Connection {
  return connect(toy(), { credential: { kind: 'key', values: { key: 'key-of-the-test' } } }, host.ports);
}

function renewing(host: FakeHost): Connection {
  return connect(toy(), { credential: { kind: 'oauth', values: { refresh: 'refresh-0' } } }, host.ports);
}

describe('A deadline', () => {
  test.each([
    ['a vendor that never answers', keyed],
    ['a token endpoint that never answers', renewing],
  ])('ends the call at %s, even if the host ignores the signal', async (_, connected) => {
    const host = fakeHost(never);
    const connection = connected(host);
    const result = failure(call(connection, ASK, { deadline: START + 45_000 }));
    await turn();
    host.advance(44_999);
    expect(connection.pace.status().inFlight).toBe(1);
    host.advance(1);
    expect((await result).fault).toMatchObject({ code: 'timeout', provider: 'toy', log: 'log' });
    expect(host.elapsed()).toBe(45_000);
    expect(connection.pace.status().inFlight).toBe(0);
    expect(host.asleep()).toBe(0);
  });

  test('reaches the host as an abort signal, so that nothing keeps running', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const host = fakeHost((_, __, { signal }) => {
      signals.push(signal);
      return host.silence(signal);
    });
    await failure(call(keyed(host), ASK, { deadline: START + 3000 }));
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    expect(host.elapsed()).toBe(3000);
  });

  test('ends the wait for a slot behind requests that hang', async () => {
    const host = fakeHost(never);
    const connection = keyed(host);
    const limits: CallLimits = { deadline: START + 5000 };
    const results = Array.from({ length: 4 }, () => failure(call(connection, ASK, limits)));
    await turn();
    host.advance(5000);
    expect((await Promise.all(results)).map(({ code }) => code)).toEqual(['timeout', 'timeout', 'timeout', 'timeout']);
    expect(host.requests).toHaveLength(2);
    expect(connection.pace.status().inFlight).toBe(0);
  });

  test.each([
    ['an answer', (): HttpResponse => PAGE],
    ['a failure', (): HttpResponse => json(400, {})],
  ])('leaves nothing behind on the signal of the caller after %s', async (_, answer) => {
    const caller = new AbortController();
    const silenceLimit = { ms: 1000, lost: new AbortController() };
    const connection = keyed(fakeHost(answer));
    const limits: CallLimits = { deadline: START + 5000, signal: caller.signal, silenceLimit };
    await call(connection, ASK, limits).catch(() => undefined);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
    expect(getEventListeners(silenceLimit.lost.signal, 'abort')).toEqual([]);
  });

  test('leaves the connection usable', async () => {
    const host = fakeHost((_, number) => (number === 1 ? never() : PAGE));
    const connection = keyed(host);
    const late = failure(call(connection, ASK, { deadline: START + 1000 }));
    await turn();
    host.advance(1000);
    await late;
    await expect(call(connection, ASK, { deadline: START + 2000 })).resolves.toMatchObject({ kind: 'page' });
  });

  test('warns that an unfinished write may have been carried out', async () => {
    const host = fakeHost(never);
    const late = failure(call(keyed(host), { ...ASK, operation: 'export' }, { deadline: START + 1000 }));
    await turn();
    host.advance(1000);
    expect((await late).fault).toMatchObject({ code: 'timeout', hint: expect.stringMatching(/may or may not/) });
    expect(host.requests).toHaveLength(1);
  });
});

describe('Without a deadline', () => {
  test('a single exchange times out after two minutes, and is retried', async () => {
    const host = fakeHost((_, number, { signal }) => (number === 1 ? host.silence(signal) : PAGE));
    await call(keyed(host), ASK);
    expect(host.sentAt[1]).toBeGreaterThanOrEqual(120_000);
    expect(host.sentAt[1]).toBeLessThan(130_000);
  });

  test('a vendor that never answers is given up on', async () => {
    const host = fakeHost((_, __, { signal }) => host.silence(signal));
    expect((await failure(call(keyed(host), ASK))).code).toBe('timeout');
    expect(host.requests).toHaveLength(5);
  });
});

describe('A cancelled call', () => {
  test('says that it was cancelled, even before its deadline and if the host ignores the signal', async () => {
    const host = fakeHost(never);
    const connection = keyed(host);
    const stop = new AbortController();
    const result = failure(call(connection, ASK, { deadline: START + 45_000, signal: stop.signal }));
    await turn();
    stop.abort(new Error('enough'));
    expect((await result).code).toBe('cancelled');
    expect(connection.pace.status().inFlight).toBe(0);
  });
});

describe('A renewal that several calls wait for', () => {
  function slowTokens(): { host: FakeHost; grant: (reply: HttpResponse) => void; asked: () => number } {
    const { promise, resolve } = Promise.withResolvers<HttpResponse>();
    let asked = 0;
    const host = fakeHost(({ url }) => {
      if (!url.endsWith('/token')) return PAGE;
      asked += 1;
      return promise;
    });
    return { host, grant: resolve, asked: () => asked };
  }

  test('is not ended by the deadline of one of them', async () => {
    const { host, grant, asked } = slowTokens();
    const connection = renewing(host);
    const short = failure(call(connection, ASK, { deadline: START + 1000 }));
    const long = call(connection, ASK, { deadline: START + 20_000 });
    await turn();
    host.advance(1000);
    expect((await short).code).toBe('timeout');
    grant(TOKENS);
    await expect(long).resolves.toMatchObject({ kind: 'page' });
    expect(asked()).toBe(1);
  });

  test('stores its tokens when nobody waits any longer, and sends nothing for abandoned calls', async () => {
    const { host, grant, asked } = slowTokens();
    const connection = renewing(host);
    const short = failure(call(connection, ASK, { deadline: START + 1000 }));
    await turn();
    host.advance(1000);
    await short;
    grant(TOKENS);
    await turn();
    expect(host.requests).toHaveLength(1);
    await call(connection, ASK);
    expect(asked()).toBe(1);
  });

  test('times out by itself, so that the next call tries again', async () => {
    let asked = 0;
    const host = fakeHost(({ url }) => {
      if (!url.endsWith('/token')) return PAGE;
      asked += 1;
      return asked === 1 ? never() : TOKENS;
    });
    const connection = renewing(host);
    const first = failure(call(connection, ASK, { deadline: START + 60_000 }));
    await turn();
    host.advance(30_000);
    expect((await first).fault).toMatchObject({ code: 'timeout', message: expect.stringMatching(/token endpoint/) });
    await expect(call(connection, ASK)).resolves.toMatchObject({ kind: 'page' });
  });
});
