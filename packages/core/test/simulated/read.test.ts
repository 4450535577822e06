import type { Setting, VendorId } from '@trailhound/simulator';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditError } from '../../src/errors.ts';
import type { AuditEvent } from '../../src/event.ts';
import type { Filters } from '../../src/provider.ts';
import { read } from '../../src/reading/read.ts';
import type { ReadOptions } from '../../src/reading/slice.ts';
import type { Window } from '../../src/window.ts';
import { START } from '../fake-host.ts';
import { all, rawOf, simulated, type Simulated } from './world.ts';

const DAY = 86_400_000;
const WINDOW: Window = { from: START - 20 * DAY, to: START - DAY };
const LOGS: readonly (readonly [VendorId, string])[] = [
  ['gong', 'UserActivityLog'],
  ['gong', 'UserCallPlay'],
  ['gong', 'ExternallySharedCallAccess'],
  ['zendesk', 'audit_logs'],
  ['ashby', 'audit_log'],
];

async function readAll(
  world: Simulated,
  [vendor, log]: readonly [VendorId, string],
  options: ReadOptions = {},
): Promise<AuditEvent[]> {
  const pages = await all(
    read(world.connect(vendor), { log, window: WINDOW }, { redact: false, deadline: START + DAY, ...options }),
  );
  return pages.flatMap(({ events }) => events);
}

function truthOf(world: Simulated, [vendor, log]: readonly [VendorId, string]): unknown[] {
  return [...world.simulator.truth({ vendor, log, ...WINDOW }).entries()].map(({ entry }) => entry);
}

const WRONG: readonly (readonly [VendorId, Filters, string])[] = [
  ['ashby', { actorTypes: ['User'] }, 'filters.ashby.actorTypes'],
  ['ashby', { actorIds: [] }, 'filters.ashby.actorIds'],
  ['zendesk', { actorId: 'dana@example.com' }, 'filters.zendesk.actorId'],
  ['zendesk', { sourceId: '7' }, 'filters.zendesk.sourceId'],
  ['gong', { userId: '7' }, 'filters.gong.userId'],
];

test.each(WRONG)('Reading %s with the filters %j is refused before any request, naming the field', async (...given) => {
  const [vendor, filters, field] = given;
  const world = simulated({ events: 10 });
  const [, log = ''] = LOGS.find(([id]) => id === vendor) ?? [];
  const refused = all(read(world.connect(vendor), { log, window: WINDOW, filters }));
  await expect(refused).rejects.toMatchObject({ fault: { code: 'invalid_query', field } });
  expect(world.simulator.stats(vendor).requests).toBe(0);
});

test('Reading accepts filters like a query does: an id may be a number', async () => {
  const world = simulated({ events: 400 });
  const slice = { log: 'audit_logs', window: WINDOW };
  const events = (await all(read(world.connect('zendesk'), slice))).flatMap((page) => page.events);
  const actorId = Number(events.find(({ actor }) => actor.id !== undefined)?.actor.id);
  const found = (await all(read(world.connect('zendesk'), { ...slice, filters: { actorId } }))).flatMap(
    (page) => page.events,
  );
  expect(found.length).toBeGreaterThan(0);
  expect(found.map(({ uid }) => uid).toSorted()).toEqual(
    events
      .filter(({ actor }) => actor.id === String(actorId))
      .map(({ uid }) => uid)
      .toSorted(),
  );
});

describe.each(LOGS)('Reading %s %s', (vendor, log) => {
  test('returns every event exactly once', async () => {
    const world = simulated({ events: 1000 });
    const events = await readAll(world, [vendor, log]);
    expect(events.length).toBeGreaterThan(500);
    expect(canonicalSet(rawOf(events))).toEqual(canonicalSet(truthOf(world, [vendor, log])));
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  });

  const hostile: readonly [string, Record<string, Setting>][] = [
    ['events that share one time', { burst: 7 }],
    ['events that share one time across pages', { burst: 150 }],
    ['entries that come again at page borders', { duplicates: true }],
    ['an empty page in the middle', { emptyPageAt: 2 }],
    ['a cursor that dies', { deadCursorAt: 3 }],
    ['a failure now and then', { failEvery: 3 }],
    ['a gateway that answers in HTML', { unavailableAt: 2 }],
    ['a connection that is reset', { resetAt: 2 }],
    ['a limit now and then', { limitEvery: 3 }],
    ['a limit that names a date', { limitEvery: 3, retryAfter: 'date' }],
    ['a limit that does not say how long', { limitEvery: 3, retryAfter: 'absent' }],
    ['a limit that lasts eleven hours', { limitAt: 2, retryAfter: 'hours' }],
    ['entries that arrive while it reads', { arrivals: 1 }],
    ['bounds that do not count', { startExclusive: true, endExclusive: true }],
    ['pages in no order', { shuffled: true }],
  ];
  test.each(hostile)('survives %s', async (_, switches) => {
    const world = simulated({ events: 1000, switches: { [vendor]: switches } });
    const events = await readAll(world, [vendor, log]);
    expect(canonicalSet(rawOf(events))).toEqual(canonicalSet(truthOf(world, [vendor, log])));
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  });

  test('survives any mix of faults', async () => {
    const mix = fc.record({
      burst: fc.integer({ min: 1, max: 130 }),
      duplicates: fc.boolean(),
      emptyPageAt: fc.nat(6),
      deadCursorAt: fc.nat(6),
      failAt: fc.nat(6),
      resetAt: fc.nat(6),
      limitAt: fc.nat(6),
      unavailableAt: fc.nat(6),
      // A wait of hours kills the cursor by itself: together with one more death that is an honest failure.
      retryAfter: fc.constantFrom('seconds', 'text', 'date', 'zero', 'absent'),
      startExclusive: fc.boolean(),
      endExclusive: fc.boolean(),
      arrivals: fc.nat(2),
    });
    const size = fc.constantFrom(0, 1, 99, 100, 101, 200, 650);
    await fc.assert(
      fc.asyncProperty(mix, size, fc.nat(1000), fc.boolean(), async (switches, count, seed, prefetch) => {
        const world = simulated({
          events: count,
          seed,
          from: WINDOW.from - DAY,
          to: WINDOW.to + DAY / 2,
          switches: { [vendor]: switches },
        });
        const events = await readAll(world, [vendor, log], { prefetch });
        expect(canonicalSet(rawOf(events))).toEqual(canonicalSet(truthOf(world, [vendor, log])));
        expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
      }),
      { numRuns: 40 },
    );
  });

  const circles: readonly [string, Record<string, Setting>][] = [
    ['repeats its cursor', { repeatCursor: true }],
    ['ignores its cursor', { ignoreCursor: true }],
  ];
  test.each(circles)('stops with an error when the vendor %s', async (_, switches) => {
    const world = simulated({ events: 1000, switches: { [vendor]: switches } });
    await expect(readAll(world, [vendor, log])).rejects.toMatchObject({
      code: 'bad_response',
      fault: { provider: vendor, log },
    });
    expect(world.simulator.stats(vendor).requests).toBeLessThan(6);
  });

  test.each([
    ['truncated', { truncateAt: 2 }],
    ['a web page', { htmlAt: 2 }],
  ])('never mistakes a response that is %s for the end', async (_, switches) => {
    const world = simulated({ events: 1000, switches: { [vendor]: switches } });
    const outcome = await readAll(world, [vendor, log]).then(
      (events) => canonicalSet(rawOf(events)),
      (error: AuditError) => error.code,
    );
    expect(['bad_response', canonicalSet(truthOf(world, [vendor, log]))]).toContainEqual(outcome);
  });

  test('gives up on a response that is too large', async () => {
    const world = simulated({ events: 1000, switches: { [vendor]: { hugePageAt: 2 } } });
    await expect(readAll(world, [vendor, log])).rejects.toMatchObject({ code: 'too_large' });
  });

  test('respects the rate and concurrency limits of the vendor', async () => {
    const world = simulated({ events: 3000 });
    await readAll(world, [vendor, log]);
    const { byStatus, maxPerSecond, maxConcurrent, inFlight } = world.simulator.stats(vendor);
    const { rate, concurrency } = world.connect(vendor).provider.limits;
    expect(byStatus[429]).toBeUndefined();
    expect(maxPerSecond).toBeLessThanOrEqual(rate?.requests ?? 0);
    expect(maxConcurrent).toBeLessThanOrEqual(concurrency);
    expect(inFlight).toBe(0);
  });

  test('cancels requests in flight when the caller stops', async () => {
    const world = simulated({ events: 1000 });
    for await (const page of read(world.connect(vendor), { log, window: WINDOW })) {
      expect(page.number).toBe(1);
      break;
    }
    expect(world.simulator.stats(vendor).inFlight).toBe(0);
    expect(world.host.asleep()).toBe(0);
  });

  test('prefetches nothing when told so', async () => {
    const world = simulated({ events: 1000 });
    for await (const page of read(world.connect(vendor), { log, window: WINDOW }, { prefetch: false })) {
      expect(page.number).toBe(1);
      break;
    }
    expect(world.simulator.stats(vendor).requests).toBe(1);
  });
});

function canonicalSet(entries: readonly unknown[]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).toSorted();
}
