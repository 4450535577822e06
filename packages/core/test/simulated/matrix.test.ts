import { VENDOR_IDS, type VendorId } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import type { Coverage } from '../../src/reading/coverage.ts';
import { isAuditError } from '../../src/errors.ts';
import { follow } from '../../src/questions/follow.ts';
import { search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { START } from '../fake-host.ts';
import { providers } from '../../src/providers/index.ts';
import { casesOf, type Case } from './hostile.ts';
import { simulated, type Simulated } from './world.ts';

const DAY = 86_400_000;
const SINCE = '6d';

/** Enough for nine pages in the asked window, however long the vendor's pages are: with one page no cursor is tried. */
function worldOf({ vendor, switches }: Case): Simulated {
  const { pageSize } = providers[vendor].limits;
  return simulated({ events: 10 * pageSize, from: START - 6.5 * DAY, switches: { [vendor]: switches } });
}

interface Outcome {
  /** How many events there are, or the events themselves. */
  readonly given: number | readonly string[];
  readonly coverage: readonly Coverage[];
}

type Run = (connection: Connection, log: string, target: string | undefined) => Promise<Outcome>;

const FUNCTIONS: Readonly<Record<string, Run>> = {
  search: async (connection, log) => {
    const { events, coverage } = await search([connection], { since: SINCE, logs: [log], limit: 9000 }, OPTIONS);
    return { given: events.map(({ raw }) => JSON.stringify(raw)), coverage };
  },
  'search by target': async (connection, log, target) => {
    const query = { since: SINCE, logs: [log], target, limit: 9000 };
    const { events, coverage } = await search([connection], query, OPTIONS);
    return { given: events.map(({ raw }) => JSON.stringify(raw)), coverage };
  },
  summarize: async (connection, log) => {
    const { total, coverage } = await summarize([connection], { since: SINCE, logs: [log] }, OPTIONS);
    return { given: total, coverage };
  },
  follow: async (connection, log) => {
    const { events, coverage } = await follow([connection], { logs: [log] }, { ...OPTIONS, lookback: SINCE });
    return { given: events.map(({ raw }) => JSON.stringify(raw)), coverage };
  },
};

const OPTIONS = { redact: false, deadline: START + 3 * 3_600_000 };

/** The entries that an answer has to hold: those of the asked window that lie in no gap. */
function held(
  world: Simulated,
  { vendor, target }: { readonly vendor: VendorId; readonly target: string | undefined },
  { asked, gaps, log }: Coverage,
  visibleAt: number,
): string[] {
  const range = { vendor, log, from: Date.parse(asked.from), to: Date.parse(asked.to), visibleAt };
  return [...world.simulator.truth(range).entries()]
    .filter(({ time }) => gaps.every((gap) => time < Date.parse(gap.from) || time >= Date.parse(gap.to)))
    .filter(({ targets }) => target === undefined || targets.some(({ id }) => id === target))
    .map(({ entry }) => JSON.stringify(entry));
}

/** The last of the things that one entry names: as far from the main one as there is. */
function lastTarget({ simulator }: Simulated, vendor: VendorId, log: string): string | undefined {
  const entries = [...simulator.truth({ vendor, log, from: START - 5 * DAY, to: START - DAY }).entries()];
  return entries.toSorted((a, b) => b.targets.length - a.targets.length)[0]?.targets.at(-1)?.id;
}

describe.each(VENDOR_IDS)('With every fault of %s', (vendor) => {
  describe.each(Object.entries(FUNCTIONS))('%s returns the truth, or says what is missing', (title, run) => {
    test.each(casesOf(vendor))('$switches', async ({ switches }) => {
      const world = worldOf({ vendor, switches });
      const { log: name } = world.simulator.trial(vendor);
      const target = title === 'search by target' ? lastTarget(world, vendor, name) : undefined;
      const { given, coverage } = await run(world.connect(vendor), name, target);
      const [log] = coverage;
      expect(coverage).toHaveLength(1);
      if (log === undefined) return;
      for (const gap of log.gaps)
        expect(gap).toMatchObject({ reason: expect.any(String), hint: expect.stringMatching(/\.$/) });
      expect(log.complete).toBe(log.gaps.length === 0);
      // What arrives late may arrive while it is read.
      const must = held(world, { vendor, target }, log, START);
      const may = held(world, { vendor, target }, log, world.simulator.clock.now());
      if (typeof given === 'number') {
        expect(given).toBeGreaterThanOrEqual(must.length);
        expect(given).toBeLessThanOrEqual(may.length);
      } else {
        const set = new Set(given);
        // An event that stands in no order has no place in a window; it is given all the same.
        if (switches['timeForm'] !== 'broken' && switches['catalogueShape'] !== true) {
          expect(must.filter((entry) => !set.has(entry))).toEqual([]);
          const allowed = new Set(may);
          const surplus = given.filter((entry) => !allowed.has(entry));
          if (log.complete) expect(surplus).toEqual([]);
        }
        expect(given.length).toBe(set.size);
      }
      const { inFlight, maxConcurrent } = world.simulator.stats(vendor);
      expect(inFlight).toBe(0);
      expect(maxConcurrent).toBeLessThanOrEqual(world.connect(vendor).provider.limits.concurrency);
      expect(world.host.asleep()).toBe(0);
    });
  });

  test('its log has at least nine pages', async () => {
    const world = worldOf({ vendor, switches: {} });
    const { coverage } = await search([world.connect(vendor)], {
      since: SINCE,
      logs: [world.simulator.trial(vendor).log],
      limit: 9000,
    });
    expect(coverage[0]?.pages).toBeGreaterThanOrEqual(9);
  });

  test('cancelling at any moment ends it, and leaves no request in flight', async () => {
    for (let requests = 0; requests < 12; requests += 1) {
      const world = worldOf({ vendor, switches: { failEvery: 4 } });
      const stop = new AbortController();
      const connection = world.connect(vendor);
      const { send } = connection;
      let sent = 0;
      const stopping: Connection = {
        ...connection,
        send: (...asked) => {
          if (sent === requests) stop.abort(new Error('enough'));
          sent += 1;
          return send(...asked);
        },
      };
      const outcome = await search(
        [stopping],
        { since: '25d', logs: [world.simulator.trial(vendor).log], limit: 9000 },
        { signal: stop.signal },
      ).then(
        () => 'ended',
        (thrown: unknown) => (isAuditError(thrown) ? thrown.code : 'another error'),
      );
      expect(['ended', 'cancelled']).toContain(outcome);
      if (stop.signal.aborted) expect(outcome).toBe('cancelled');
      expect(world.simulator.stats(vendor).inFlight).toBe(0);
      expect(world.host.asleep()).toBe(0);
    }
  });
});
