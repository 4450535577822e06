import { randomUUID } from 'node:crypto';
import type { Simulator, VendorId } from '@trailhound/simulator';
import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { credentialsFor, poll, type PollSetting } from './fake-n8n.mts';
import { startVendors, stopClock } from './simulated.mts';
import { inWords, others, sorted, truthOf, VENDORS } from './truth.mts';
import { WAYS } from './ways.mts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startVendors({ events: 40 });
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

/** A workflow with the trigger, in an n8n that can be restarted: then only what it has saved is left. */
function workflow(vendor: VendorId | 'all', parameters: Record<string, unknown> = {}) {
  const vendors = vendor === 'all' ? VENDORS : [vendor];
  let kept: IDataObject = {};
  let saved = '{}';
  // A process that starts remembers nothing of a node, just as if it were another node.
  let id = randomUUID();
  const delivered: unknown[] = [];
  const setting: PollSetting = {
    credentials: credentialsFor(simulator, ...vendors),
    parameters: {
      ...WAYS,
      resource: vendor,
      output: 'raw',
      ...parameters,
    },
  };
  return {
    delivered,
    kept: () => kept,
    /** Polls as the legacy engine does: what a poll without events changes is only in memory. */
    poll: async (more: Partial<PollSetting> = {}) => {
      const { items, told } = await poll({ ...setting, kept, id, ...more });
      if (items !== null) {
        delivered.push(...items.map(({ json }) => json));
        saved = JSON.stringify(kept);
      }
      return { items, told };
    },
    /** Saves as the activation of a workflow does. */
    save: () => {
      saved = JSON.stringify(kept);
    },
    restart: () => {
      id = randomUUID();
      kept = JSON.parse(saved) as IDataObject;
    },
  };
}

function append(vendor: VendorId, time: number, count = 1, visibleAt?: number): void {
  for (let added = 0; added < count; added += 1) {
    simulator.append(vendor, simulator.trial(vendor).log, { time, ...(visibleAt === undefined ? {} : { visibleAt }) });
  }
}

/** What happened since a moment. */
function since(vendor: VendorId, time: number): unknown[] {
  return [
    ...simulator.truth({ vendor, log: simulator.trial(vendor).log, from: time, to: Date.now() + HOUR }).entries(),
  ].map(({ entry }) => entry);
}

const OPTIONS = { options: { lookback: '2h', redact: false } };

describe.each(VENDORS)('Following %s', (vendor) => {
  test('begins at activation and returns new events, each once', async () => {
    const flow = workflow(vendor, { options: { redact: false } });
    expect((await flow.poll()).items).toBeNull();
    // Zendesk dates by whole seconds.
    const begun = Date.now() - (Date.now() % 1000);
    append(vendor, Date.now() + 1, 5);
    stopClock(0);
    vi.setSystemTime(begun + 1005);
    await flow.poll();
    expect((await flow.poll()).items).toBeNull();
    expect(sorted(flow.delivered)).toEqual(sorted(since(vendor, begun)));
    expect(flow.delivered).toHaveLength(5);
  });

  test('survives restarts at any time, including after polls that n8n did not save', async () => {
    const begun = Date.now() - 2 * HOUR + 2000;
    const flow = workflow(vendor, OPTIONS);
    await flow.poll();
    flow.save();
    for (let round = 0; round < 4; round += 1) {
      append(vendor, Date.now() - MINUTE + round * 1000, 3);
      if (round % 2 === 0) await flow.poll();
      await flow.poll();
      await flow.poll();
      flow.restart();
      await flow.poll();
    }
    expect(sorted(flow.delivered)).toEqual(sorted(since(vendor, begun)));
  });

  test('returns late arrivals, and repeats no others', async () => {
    const begun = Date.now() - 2 * HOUR + 2000;
    const flow = workflow(vendor, OPTIONS);
    append(vendor, Date.now() - 10 * MINUTE, 2);
    await flow.poll();
    append(vendor, Date.now() - 4 * MINUTE, 2);
    await flow.poll();
    append(vendor, Date.now() - 2 * MINUTE, 1);
    await flow.poll();
    expect(sorted(flow.delivered)).toEqual(sorted(since(vendor, begun)));
    expect(flow.delivered.length).toBeGreaterThanOrEqual(5);
  });

  test('returns a burst in one second completely over several polls', async () => {
    const flow = workflow(vendor, { maxEvents: 4, options: { lookback: '30m', redact: false } });
    const at = Date.now() - 10 * MINUTE;
    append(vendor, at - (at % 1000), 11);
    for (let round = 0; round < 5; round += 1) await flow.poll();
    expect(sorted(flow.delivered)).toEqual(sorted(since(vendor, at - 25 * MINUTE)));
    expect(flow.delivered).toHaveLength(11);
  });
});

describe('Polls', () => {
  test('that overlap return every event once, because the second leaves it to the first', async () => {
    const flow = workflow('ashby', OPTIONS);
    append('ashby', Date.now() - MINUTE, 4);
    simulator.set('ashby', { latencyMs: 30 });
    const [first, second] = await Promise.all([flow.poll(), flow.poll()]);
    expect(second.items).toBeNull();
    expect(first.items).toHaveLength(4);
    expect((await flow.poll()).items).toBeNull();
  });

  test('that begin before n8n has saved the last one repeat nothing, and nothing is lost if it fails to', async () => {
    const at = Date.now();
    const flow = workflow('ashby', OPTIONS);
    append('ashby', at - 5 * MINUTE, 3);
    const unsaved = async () => (await flow.poll({ kept: {} })).items?.length ?? 0;
    expect(await unsaved()).toBe(3);
    expect(await unsaved()).toBe(0);
    vi.useFakeTimers({ toFake: ['Date'], now: at + 2 * MINUTE });
    expect(await unsaved()).toBe(3);
  });

  test('of two workflows do not block each other', async () => {
    const [one, two] = [workflow('ashby', OPTIONS), workflow('ashby', OPTIONS)];
    append('ashby', Date.now() - MINUTE, 2);
    const [first, second] = await Promise.all([one.poll(), two.poll()]);
    expect([first.items, second.items].map((items) => items?.length)).toEqual([2, 2]);
  });

  test('started by hand return a few of the newest events and leave the checkpoint alone', async () => {
    const flow = workflow('ashby', OPTIONS);
    const { items } = await flow.poll({ mode: 'manual' });
    expect(items).toHaveLength(5);
    expect(flow.kept()).toEqual({});
    const newest = truthOf(simulator, 'ashby').slice(-5);
    expect(sorted(items?.map(({ json }) => json) ?? [])).toEqual(sorted(newest));
  });

  test('can return one item with all events', async () => {
    const flow = workflow('ashby', { ...OPTIONS, emit: 'batch', output: 'simplified' });
    append('ashby', Date.now() - MINUTE, 3);
    const { items } = await flow.poll();
    expect(items).toHaveLength(1);
    expect(items?.[0]?.json).toMatchObject({ count: 3, events: expect.any(Array) });
  });

  test('stop when n8n asks them to, and the rest comes later', async () => {
    const flow = workflow('ashby', { options: { lookback: '30d', redact: false } });
    append('ashby', Date.now() - 5 * MINUTE, 250);
    const all = truthOf(simulator, 'ashby').length;
    const slow = { budgetMs: 60_000, onRequest: stopClock(20_000) };
    await flow.poll(slow);
    expect(flow.delivered.length).toBeLessThan(all);
    for (let round = 0; round < 30 && flow.delivered.length < all; round += 1) await flow.poll(slow);
    expect(sorted(flow.delivered)).toEqual(sorted(truthOf(simulator, 'ashby')));
  });

  test('respect the filters', async () => {
    const flow = workflow('ashby', { options: { lookback: '30d' }, output: 'event', filters: { verbs: ['update'] } });
    await flow.poll();
    const verbs = flow.delivered.map((event) => (event as { verb: string }).verb);
    expect(new Set(verbs)).toEqual(new Set(['update']));
  });
});

describe('A failure', () => {
  test('at activation, such as a wrong key, prevents it', async () => {
    const flow = workflow('ashby');
    const credentials = { ashbyAuditLogsApi: { site: simulator.baseUrl('ashby'), apiKey: 'wrong' } };
    await expect(flow.poll({ credentials })).rejects.toMatchObject({ failure: { cause: 'credential-invalid' } });
    expect(flow.kept()).toEqual({});
  });

  test('at activation says in its message what to do, because n8n shows nothing else', async () => {
    simulator.set('gong', { untrustedAddress: true });
    const flow = workflow('gong');
    await expect(flow.poll()).rejects.toMatchObject({
      message: expect.stringMatching(/^Gong answered 403\. .* trusted/),
    });
    await expect(flow.poll({ mode: 'manual' })).rejects.toMatchObject({
      message: expect.not.stringContaining('trusted'),
      description: expect.stringContaining('trusted'),
    });
  });

  test('at activation due to a missing credential names the product', async () => {
    const flow = workflow('all');
    await expect(flow.poll({ credentials: credentialsFor(simulator, 'gong') })).rejects.toMatchObject({
      message: expect.stringContaining(`${inWords(others('gong'))} are not connected`),
    });
    expect(flow.kept()).toEqual({});
  });

  test('for a while fails those polls, and nothing is lost', async () => {
    const flow = workflow('ashby', OPTIONS);
    await flow.poll();
    append('ashby', Date.now() - MINUTE, 3);
    simulator.set('ashby', { limitEvery: 1, retryAfter: 'hours' });
    await expect(flow.poll()).rejects.toMatchObject({
      failure: { cause: 'rate-limited', retryAfterMs: expect.any(Number) },
    });
    simulator.reset('ashby');
    await flow.poll();
    expect(flow.delivered).toHaveLength(3);
  });

  test('in one product is reported once, and the others continue', async () => {
    const flow = workflow('all', OPTIONS);
    await flow.poll();
    simulator.set('zendesk', { noAccess: true });
    append('ashby', Date.now() - MINUTE, 2);
    const first = await flow.poll();
    expect(first.items).toHaveLength(2);
    expect(first.told.map(({ message }) => message)).toEqual([expect.stringContaining('Zendesk could not be read')]);
    append('ashby', Date.now() - MINUTE, 1);
    const second = await flow.poll();
    expect(second.items).toHaveLength(1);
    expect(second.told).toEqual([]);
  });
});
