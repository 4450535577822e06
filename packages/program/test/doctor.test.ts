import { connect, providers, type Ports } from '@trailhound/core';
import { describe, expect, test } from 'vitest';
import { runDoctor } from '../src/doctor.ts';

const NOW = Date.UTC(2026, 9, 1, 12);

/** What the doctor prints of a vendor whose clock is so far behind ours. */
async function examine(skewMs: number): Promise<string> {
  const date = new Date(NOW - skewMs).toISOString();
  const body = JSON.stringify({ success: true, results: [], moreDataAvailable: false });
  const ports: Ports = {
    send: async () => ({ status: 200, headers: { 'content-type': 'application/json', date }, body }),
    sleep: async () => undefined,
    timeout: (ms) => AbortSignal.timeout(ms),
    now: () => NOW,
    random: Math.random,
  };
  const credential = { kind: 'api_key', values: { apiKey: 'key-of-the-test' } } as const;
  const connections = [connect(providers.ashby, { credential }, ports)];
  const printed: string[] = [];
  const visit = {
    connections,
    problems: [],
    warnings: ['Ashby: not listed.'],
    now: ports.now,
    deadline: 3600,
    json: false,
    where: '',
  };
  await runDoctor(visit, (text) => void printed.push(text));
  return printed.join('');
}

describe('The doctor', () => {
  test('mentions what may have been forgotten, without failing', async () => {
    expect(await examine(0)).toMatch(/✓ Ashby[^]*! Ashby: not listed\.\n$/);
  });

  test.each([0, 4, 999, -999])('accepts a clock that is %i ms off', async (skewMs) => {
    expect(await examine(skewMs)).toMatch(/✓ Ashby[^]*clock +agrees\n/);
  });

  test.each([
    [1000, /clock +1 s ahead\n/],
    [-2400, /clock +2 s behind\n/],
    [90_000, /clock +90 s ahead\n[^]*warning +This machine's clock is 90 s ahead/],
  ])('reports the error of a clock that is %i ms off', async (skewMs, said) => {
    expect(await examine(skewMs)).toMatch(said);
  });
});
