import { randomUUID } from 'node:crypto';
import type { Simulator, VendorId } from '@trailhound/simulator';
import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { credentialsFor, poll, type PollSetting } from './fake-n8n.mts';
import { jsonOf, startVendors } from './simulated.mts';
import { VENDORS } from './truth.mts';
import { WAYS } from './ways.mts';

const MINUTE = 60_000;

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startVendors({ events: 40 });
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

/** Every event is a finding of one rule, and those within an hour are one of the other. */
const ANYTHING = {
  title: 'Anything',
  name: 'anything',
  logsource: {},
  detection: { any: { 'verb|exists': true }, condition: 'any' },
};
const BUSY = { ...ANYTHING, title: 'Busy', name: 'busy', trailhound: { quiet: '1h', group: ['provider'] } };
const ONLY_ANYTHING = { rules: 'anything', ownRules: [ANYTHING], lookback: '2h' };
const ONLY_BUSY = { rules: 'busy', ownRules: [BUSY], lookback: '2h' };

function workflow(vendor: VendorId | 'all', options: IDataObject, parameters: IDataObject = {}) {
  let kept: IDataObject = {};
  let id = randomUUID();
  const setting: PollSetting = {
    credentials: credentialsFor(simulator, ...(vendor === 'all' ? VENDORS : [vendor])),
    parameters: { ...WAYS, resource: vendor, emit: 'findings', options, ...parameters } as never,
  };
  return {
    kept: () => kept,
    poll: async (more: Partial<PollSetting> = {}) => {
      const { items, told } = await poll({ ...setting, kept, id, ...more });
      return { found: jsonOf(items ?? []), told };
    },
    /** n8n starts again with what it has saved. */
    restart: (saved = JSON.stringify(kept)) => {
      id = randomUUID();
      kept = JSON.parse(saved) as IDataObject;
    },
  };
}

function append(vendor: VendorId, ago: number, count: number): void {
  const { log } = simulator.trial(vendor);
  for (let added = 0; added < count; added += 1)
    simulator.append(vendor, log, { time: Date.now() - ago - added * 1000 });
}

const idsOf = (found: readonly Record<string, unknown>[]): unknown[] => found.map(({ id }) => id);

describe.each(VENDORS)('Findings of %s as they happen', (vendor) => {
  test('are returned once each, also after restarts', async () => {
    const flow = workflow(vendor, ONLY_ANYTHING);
    const first = await flow.poll();
    const ids = new Set(idsOf(first.found));
    let count = first.found.length;
    for (let round = 1; round <= 4; round += 1) {
      append(vendor, MINUTE * round, 3);
      flow.restart();
      const { found } = await flow.poll();
      expect(found).toHaveLength(3);
      for (const one of idsOf(found)) ids.add(one);
      count += found.length;
      expect((await flow.poll()).found).toEqual([]);
    }
    expect(ids.size).toBe(count);
  });
});

describe('Findings as they happen', () => {
  test('say what happened, which events prove it, and which rules looked', async () => {
    const flow = workflow('ashby', { ...ONLY_ANYTHING, rules: ['anything', 'offboarded-active'] });
    append('ashby', MINUTE, 1);
    const { found } = await flow.poll();
    expect(found).toContainEqual(
      expect.objectContaining({
        rule: 'anything',
        state: 'new',
        evidence: [expect.stringMatching(/^ashby-/)],
        about: expect.stringMatching(/^1 of 2 rules ran over .*offboarded-active \(it needs roster\)/),
      }),
    );
  });

  test('come again if n8n has crashed before it saved them, with the same ids', async () => {
    const flow = workflow('ashby', ONLY_ANYTHING);
    await flow.poll();
    const saved = JSON.stringify(flow.kept());
    append('ashby', MINUTE, 3);
    const lost = await flow.poll();
    flow.restart(saved);
    const again = await flow.poll();
    expect(lost.found).toHaveLength(3);
    expect(idsOf(again.found)).toEqual(idsOf(lost.found));
  });

  test('are returned again as updated only if that is asked for', async () => {
    const [once, often] = [workflow('ashby', ONLY_BUSY), workflow('ashby', { ...ONLY_BUSY, includeUpdates: true })];
    append('ashby', 30 * MINUTE, 2);
    const first = await Promise.all([once.poll(), often.poll()]);
    append('ashby', MINUTE, 2);
    const [silent, updated] = await Promise.all([once.poll(), often.poll()]);
    expect(first.map(({ found }) => found.map(({ state }) => state))).toEqual([['new'], ['new']]);
    expect(silent.found).toEqual([]);
    expect(updated.found).toMatchObject([{ id: first[1]?.found[0]?.['id'], state: 'updated' }]);
  });

  test('can be OCSF', async () => {
    const flow = workflow('ashby', ONLY_ANYTHING, { findingOutput: 'ocsf' });
    append('ashby', MINUTE, 1);
    const { found } = await flow.poll();
    expect(found[0]).toMatchObject({ class_uid: 2004, activity_id: 1 });
    expect(found[0]).not.toHaveProperty('about');
  });

  test('fetched by hand are a few, and leave the checkpoint alone', async () => {
    const flow = workflow('ashby', ONLY_ANYTHING);
    append('ashby', MINUTE, 10);
    const { found } = await flow.poll({ mode: 'manual' });
    expect(found).toHaveLength(5);
    expect(flow.kept()).toEqual({});
  });

  test('and events take turns without repeating or losing anything', async () => {
    const flow = workflow('ashby', ONLY_ANYTHING);
    await flow.poll();
    append('ashby', MINUTE, 2);
    const parameters = { resource: 'ashby', emit: 'each' };
    expect((await flow.poll({ parameters })).found).toHaveLength(2);
    append('ashby', 2 * MINUTE, 3);
    expect((await flow.poll()).found).toHaveLength(3);
  });

  test('do not depend on filters, which would blind the rules', async () => {
    const flow = workflow('ashby', ONLY_ANYTHING, { filters: { actor: 'nobody@example.com' } });
    append('ashby', MINUTE, 2);
    expect((await flow.poll()).found.length).toBeGreaterThanOrEqual(2);
  });
});

describe('What is wrong with findings', () => {
  test('is told: a log that cannot be read, with the rules that see nothing because of it', async () => {
    const flow = workflow('all', { lookback: '2h' });
    await flow.poll();
    simulator.set('ashby', { notEnabled: true });
    append('gong', MINUTE, 1);
    const { told } = await flow.poll();
    expect(told).toMatchObject([
      {
        message: expect.stringContaining('Ashby'),
        description: expect.stringMatching(/see nothing meanwhile: .*ashby\//),
      },
    ]);
  });

  test('is told: what rules had learnt cannot be read any more', async () => {
    const flow = workflow('ashby', ONLY_ANYTHING);
    await flow.poll();
    const { checkpoint } = flow.kept() as { checkpoint: string };
    flow.kept()['checkpoint'] = checkpoint.replace('"rules":{"v":1', '"rules":{"v":99');
    append('ashby', MINUTE, 1);
    const { found, told } = await flow.poll();
    expect(told).toMatchObject([
      { message: 'Rules have begun to learn anew', description: expect.stringContaining('this version') },
    ]);
    expect(found).toHaveLength(1);
  });

  test('prevents the activation if a rule cannot run', async () => {
    const flow = workflow('ashby', { ownRules: '[{"title":"x"}]' });
    await expect(flow.poll()).rejects.toMatchObject({
      message: expect.stringMatching(/^Options → Own Rules: rule x: .*Add one of them/),
    });
    expect(flow.kept()).toEqual({});
  });
});
