import type { Coverage } from '@trailhound/core';
import { isComplete } from '@trailhound/core/reply';
import { describe, expect, test } from 'vitest';
import { coverageOf } from '../src/reply/coverage.ts';
import { world } from './world.ts';

const DAY = { from: '2026-06-01T00:00:00.000Z', to: '2026-06-02T00:00:00.000Z' };

/** A log that was read in full. */
function log(name: string, more: Partial<Coverage> = {}): Coverage {
  return {
    provider: 'gong',
    tenant: 'default',
    log: name,
    asked: DAY,
    complete: true,
    gaps: [],
    settledUntil: DAY.to,
    pages: 1,
    scanned: 100,
    matched: 7,
    notices: [],
    ...more,
  };
}

const GAP = { ...DAY, reason: 'not_enabled', hint: 'Switch it on.' } as const;

describe('The coverage of an answer', () => {
  test('is one line where every log is whole, settled as far as the last of them', () => {
    expect(coverageOf([log('A'), log('B', { settledUntil: DAY.from })], true)).toEqual([
      { log: 'all in query.logs', complete: true, scanned: 200, matched: 14, settled_until: DAY.from },
    ]);
  });

  test('names the logs of a line that does not hold them all', () => {
    const broken = log('C', { complete: false, gaps: [GAP] });
    expect(coverageOf([log('A'), broken, log('B')], true)).toMatchObject([
      { log: 'gong.A, gong.B', complete: true },
      { log: 'gong.C', complete: false, gaps: [{ reason: 'not_enabled' }] },
    ]);
  });

  test('has a line for each where the query does not name them', () => {
    expect(coverageOf([log('A'), log('B')], false)).toMatchObject([{ log: 'gong.A' }, { log: 'gong.B' }]);
  });

  test.each<[string, Partial<Coverage>]>([
    ['a gap', { complete: false, gaps: [GAP] }],
    ['a notice', { notices: ['Gong was slow.'] }],
    ['a total of the vendor', { vendorTotal: 7 }],
    [
      'a criterion that it cannot match',
      { cannotMatch: { criterion: 'ip', why: 'A has no IP addresses', silent: false } },
    ],
    ['another account', { account: 'gong/emea' }],
  ])('leaves a log with %s on a line of its own', (_, more) => {
    expect(coverageOf([log('A', more), log('B'), log('D')], true)).toHaveLength(2);
  });

  test('is one line for logs of one archive, as old as the oldest of them', () => {
    const ledger = { seq: 3, size: 9, root: 'r' } as unknown as NonNullable<Coverage['archive']>['ledger'];
    const held = (readAt: string): Partial<Coverage> => ({ pages: 0, archive: { windows: [DAY], readAt, ledger } });
    const [line, ...more] = coverageOf([log('A', held(DAY.to)), log('B', held(DAY.from))], true);
    expect([line, more]).toMatchObject([{ from: 'archive', read_at: DAY.from, ledger: { seq: 3 } }, []]);
    expect(coverageOf([log('A', held(DAY.to)), log('B')], true)).toHaveLength(2);
  });

  test('is complete as a line if all of it is', () => {
    const whole = [log('A'), log('B')];
    expect(coverageOf(whole, true).every(({ complete }) => complete)).toBe(isComplete(whole));
  });
});

test('An answer about six logs says in one line that it holds them', async () => {
  const { client } = await world({ simulator: { events: 100 } });
  const { structuredContent } = await client.callTool({ name: 'summarize_audit_logs', arguments: { since: '20d' } });
  const { coverage, query } = structuredContent as { coverage: object[]; query: { logs: string[] } };
  expect(coverage).toHaveLength(1);
  expect(query.logs).toHaveLength(6);
});
