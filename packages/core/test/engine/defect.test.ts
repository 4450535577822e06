import { describe, expect, test } from 'vitest';
import { connect, type Connection } from '../../src/exchange/connection.ts';
import { follow } from '../../src/questions/follow.ts';
import type { Provider } from '../../src/provider.ts';
import { search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { trace } from '../../src/questions/trace.ts';
import { fakeHost, START } from '../fake-host.ts';
import { toy } from '../toy.ts';

const PAGE = JSON.stringify({ entries: [{ id: 'e1', at: new Date(START - 60_000).toISOString() }] });
const CREDENTIAL = { kind: 'key', values: { key: 'k' } };

function fail(): never {
  throw new TypeError('boom');
}

/** Places where our own code may fail while a log is read. */
const DEFECTS: Readonly<Record<string, (one: Connection) => Connection>> = {
  'while a request is made': (one) => ({ ...one, provider: { ...one.provider, request: fail } }),
  'while its turn is awaited': (one) => ({ ...one, pace: { ...one.pace, take: fail } }),
  'while an answer is read': (one) => ({ ...one, provider: { ...one.provider, answer: fail } }),
  'while secrets are masked': (one) => ({ ...one, conceal: fail, fingerprint: fail }),
};

/** Two accounts, the second with a defect. */
function accounts(spoil: (one: Connection) => Connection): {
  both: Connection[];
  told: unknown[];
  asked: () => number;
} {
  const told: unknown[] = [];
  const host = fakeHost(() => ({
    status: 200,
    headers: {},
    body: PAGE.replace('"e1"', '"e1","note":"password: a1B2c3D4e5f6"'),
  }));
  const ports = { ...host.ports, defect: (thrown: unknown) => void told.push(thrown) };
  const other: Provider = { ...toy(), id: 'other', label: 'Other' };
  const [good, bad] = [
    connect(toy(), { credential: CREDENTIAL }, ports),
    connect(other, { credential: CREDENTIAL }, ports),
  ];
  return { both: [good, spoil(bad)], told, asked: () => host.requests.length };
}

describe.each(Object.keys(DEFECTS))('An internal defect %s', (name) => {
  const spoil = DEFECTS[name] ?? fail;
  const gap = { reason: 'internal', hint: expect.stringMatching(/defect of Trailhound, not of the vendor/) as string };

  test('is a gap in that log, and the others are answered', async () => {
    const { both, told, asked } = accounts(spoil);
    const found = await search(both, { since: '1h' });
    expect(found.events.map(({ provider }) => provider)).toEqual(['toy']);
    expect(found.complete).toBe(false);
    expect(found.coverage.map(({ gaps }) => gaps)).toEqual([[], [expect.objectContaining(gap)]]);
    expect(told).toEqual([expect.objectContaining({ message: 'boom' })]);
    // Asking again changes nothing.
    expect(asked()).toBeLessThanOrEqual(2);
  });
});

// A summary keeps nothing that is masked, so that one has to go wrong before.
test.each(Object.keys(DEFECTS).slice(0, -1))('An internal defect %s is a gap wherever logs are read', async (name) => {
  const { both } = accounts(DEFECTS[name] ?? fail);
  const results = [
    await summarize(both, { since: '1h' }),
    await summarize(both, { since: '1h', by: [] }),
    await trace(both, { since: '1h', actor: 'nobody' }),
    await follow(both, {}, { lookback: '1h' }),
  ];
  for (const { coverage } of results)
    expect(coverage.map(({ gaps }) => gaps[0]?.reason)).toEqual([undefined, 'internal']);
});
