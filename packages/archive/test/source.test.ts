import {
  events,
  find,
  follow,
  search,
  summarize,
  type Connection,
  type QueryInput,
  type QueryOptions,
  type Summary,
} from '@trailhound/core';
import { EVENT_DIMENSIONS, vendorSource, type WantedSpan } from '@trailhound/core/source';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { archiveSource, memorySource, openArchive, sync, type Archive } from '../src/index.ts';
import type { Covered } from '../src/port.ts';
import { all, DAY, folder, HOUR, START, world, type World } from './world.ts';

interface Kept extends World {
  readonly archive: Archive;
  readonly from: QueryOptions;
  readonly offline: QueryOptions;
}

/** A world whose last weeks are archived up to what is settled. */
async function kept(options: { events?: number; switches?: object; since?: number } = {}): Promise<Kept> {
  const made = world({ events: options.events ?? 250, unlimited: true, switches: options.switches ?? {} });
  const archive = openArchive(folder());
  const { complete } = await sync(archive, made.connections, { since: options.since ?? START - 12 * DAY, budget: 1 });
  expect(complete).toBe(true);
  return {
    ...made,
    archive,
    from: { source: () => archiveSource(archive) },
    offline: { source: () => archiveSource(archive, { offline: true }) },
  };
}

const LOGS = [
  'gong.AccessLog',
  'gong.UserActivityLog',
  'gong.UserCallPlay',
  'gong.ExternallySharedCallAccess',
  'gong.ExternallySharedCallPlay',
  'zendesk.audit_logs',
  'ashby.audit_log',
];
const PAST = { since: new Date(START - 10 * DAY).toISOString(), until: new Date(START - DAY).toISOString() };

/** Words that occur, whole and in parts, in both cases, and some that do not. */
async function words(
  connections: readonly Connection[],
  logs: string[],
): Promise<Record<'actor' | 'target' | 'text' | 'action' | 'ip', string[]>> {
  const { events: some } = await search(connections, { ...PAST, logs, limit: 400 });
  const texts = (values: (string | undefined)[]): string[] =>
    [...new Set(values.filter((one) => one !== undefined && one !== ''))] as string[];
  const actors = some.flatMap(({ actor }) => [
    actor.id,
    actor.email,
    actor.name,
    actor.name?.slice(1, 5),
    actor.id?.toUpperCase(),
  ]);
  const targets = some.flatMap(({ target }) => [
    target?.id,
    target?.name,
    target?.type,
    target && `${target.type}:${target.id}`,
    target?.name?.slice(2),
  ]);
  const said = some.flatMap(({ message, action }) => [
    message,
    message.slice(3, 9),
    message.slice(0, 2),
    action.toUpperCase(),
    message.slice(-7),
  ]);
  return {
    actor: [...texts(actors), 'nobody'],
    target: [...texts(targets), 'nothing'],
    text: [...texts(said), 'zzz', '"', 'a" OR "b', '%', 'é', 'role', 'API key'],
    action: texts(some.map(({ action }) => action)),
    ip: [...texts(some.map(({ ip }) => ip)), '192.0.2.250'],
  };
}

/** What a summary says, without where it comes from. */
function figures(summary: Summary): object {
  return { ...summary, coverage: undefined, query: undefined };
}

const SHUFFLED = {
  gong: { hostileText: true },
  zendesk: { hostileText: true, secrets: true },
  ashby: { hostileText: true },
};

describe.each([{}, SHUFFLED])('With switches %j', (switches) => {
  test('an archive answers every question like the vendor, in the same order', async () => {
    const made = await kept({ switches });
    const logs = (await made.archive.status()).logs.map(({ provider, log }) => `${provider}.${log}`);
    expect(logs.toSorted()).toEqual(LOGS.toSorted());
    const known = await words(made.connections, logs);
    const some = (values: string[]): fc.Arbitrary<string | undefined> =>
      fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
    const query = fc.record({
      actor: some(known.actor),
      target: some(known.target),
      text: some(known.text),
      ip: some(known.ip),
      actions: some(known.action),
      verbs: fc.option(
        fc.subarray(['create', 'read', 'update', 'delete', 'login', 'play'] as const, { minLength: 1 }),
        { nil: undefined },
      ),
      flags: fc.option(fc.constantFrom(['external'], ['denied', 'derived_action'], ['parse']), { nil: undefined }),
      order: fc.constantFrom('newest' as const, 'oldest' as const),
      limit: fc.integer({ min: 1, max: 300 }),
    });
    const none = { actor: undefined, target: undefined, text: undefined, ip: undefined, actions: undefined };
    const everything = { ...none, verbs: undefined, flags: undefined, order: 'newest' as const, limit: 1 };
    await fc.assert(
      fc.asyncProperty(query, async ({ actions, ...given }) => {
        const input = Object.fromEntries(
          Object.entries({ ...PAST, logs, actions: actions && [actions], ...given }).filter(
            ([, value]) => value !== undefined,
          ),
        ) as QueryInput;
        const live = await search(made.connections, input);
        const { order: _, limit: __, ...asked } = input;
        const grouped = { ...asked, by: [...EVENT_DIMENSIONS], top: 1000 };
        const summary = await summarize(made.connections, grouped);
        const before = made.requests();
        const stored = await search(made.connections, input, made.from);
        expect(stored.events).toEqual(live.events);
        expect([stored.complete, stored.cursor]).toEqual([live.complete, live.cursor]);
        expect(figures(await summarize(made.connections, grouped, made.from))).toEqual(figures(summary));
        expect(made.requests()).toBe(before);
      }),
      { numRuns: 80, examples: [[everything]] },
    );
  });
});

test.each(['an archive', 'memory'])('A cancelled question to %s ends as cancelled, and is no defect', async (where) => {
  const made = await kept({ events: 3000 });
  const { archive } = made;
  const readAt = START;
  const covered = async ({ window }: WantedSpan): Promise<Covered[]> => [{ ...window, readAt }];
  const memory = memorySource({ read: archive.read, covered, failed: () => undefined }, vendorSource);
  const source = where === 'memory' ? () => memory : made.from.source;
  const defects: unknown[] = [];
  const connections = made.connections.map((one) => ({
    ...one,
    ports: { ...one.ports, defect: (thrown: unknown) => void defects.push(thrown) },
  }));
  for (const order of ['newest', 'oldest'] as const) {
    const stop = new AbortController();
    const progress = (): void => stop.abort(new Error('enough'));
    const searching = search(connections, { ...PAST, order, limit: 9000 }, { source, progress, signal: stop.signal });
    await expect(searching).rejects.toMatchObject({ code: 'cancelled' });
  }
  expect(defects).toEqual([]);
});

test.each(['administrator', 'api key', 'rolle'])(
  'An archive finds %s by its synonyms, like the vendor',
  async (text) => {
    const made = await kept();
    const live = await search(made.connections, { ...PAST, text, limit: 1000 });
    const stored = await search(made.connections, { ...PAST, text, limit: 1000 }, made.from);
    expect(live.events.some((event) => !JSON.stringify(event).toLowerCase().includes(text))).toBe(true);
    expect(stored.events).toEqual(live.events);
  },
);

test('An archive and the vendor give one row to a renamed thing, and none to what only shares its name', async () => {
  const { simulator, connections } = world({ events: 0, unlimited: true }, ['zendesk']);
  const sources = [
    [7, 'Close'],
    [7, 'Close old'],
    [8, 'Tidy'],
    [9, 'Tidy'],
    [9, 'Tidy up'],
  ] as const;
  for (const [index, [id, label]] of sources.entries()) {
    const entry = { action: 'update', source_id: id, source_type: 'trigger', source_label: label };
    simulator.append('zendesk', 'audit_logs', { time: START - 3 * DAY + index * HOUR, entry });
  }
  const archive = openArchive(folder());
  await sync(archive, connections, { since: START - 12 * DAY, budget: 1 });
  const query = { ...PAST, by: ['target' as const] };
  const live = await summarize(connections, query);
  expect(live.groups[0]?.top).toMatchObject([
    { value: 'trigger:Close old', count: 2, knownAs: ['trigger:Close'] },
    { value: 'trigger:Tidy', count: 2 },
    { value: 'trigger:Tidy up', count: 1 },
  ]);
  const stored = await summarize(connections, query, { source: () => archiveSource(archive, { offline: true }) });
  expect(stored.groups).toEqual(live.groups);
});

test('Covered windows cost no request, whatever is asked', async () => {
  const made = await kept();
  const { connections, from } = made;
  const [one] = (await search(connections, PAST)).events;
  const before = made.requests();
  await search(connections, PAST, from);
  await summarize(connections, PAST, from);
  await all(events(connections, PAST, from));
  expect((await find(connections, one?.uid ?? '', from)).uid).toBe(one?.uid);
  expect(made.requests()).toBe(before);
});

test('An answer says which part comes from the archive, how old it is, and the ledger head', async () => {
  const { connections, from, archive } = await kept();
  const { coverage } = await search(connections, PAST, from);
  const { ledger } = await archive.status();
  for (const { archive: archived } of coverage) {
    expect(archived?.windows).toEqual([{ from: PAST.since, to: PAST.until }]);
    expect(archived?.ledger).toEqual(ledger);
    expect(Date.parse(archived?.readAt ?? '')).toBeGreaterThanOrEqual(START);
  }
});

test('Uncovered windows come from the vendor, merged in order with the rest', async () => {
  const made = await kept({ since: START - 6 * DAY });
  const query: QueryInput = { since: '20d', limit: 3000, order: 'oldest' };
  const live = await search(made.connections, query);
  const before = made.requests();
  const mixed = await search(made.connections, query, made.from);
  expect(mixed.events.map(({ uid }) => uid)).toEqual(live.events.map(({ uid }) => uid));
  expect(made.requests()).toBeGreaterThan(before);
});

test('A summary counts what is archived and reads the rest, in any time zone and bucket', async () => {
  const made = await kept({ since: START - 6 * DAY });
  for (const timeZone of ['UTC', 'Asia/Kolkata'])
    for (const bucket of ['hour', 'day', 'week'] as const) {
      const query = { since: '9d', until: PAST.until, by: [...EVENT_DIMENSIONS], bucket, timeZone };
      const live = await summarize(made.connections, query);
      const before = made.requests();
      const mixed = await summarize(made.connections, query, made.from);
      expect(figures(mixed)).toEqual(figures(live));
      expect(made.requests()).toBeGreaterThan(before);
      for (const [index, { matched, scanned }] of mixed.coverage.entries()) {
        expect(matched).toBe(live.coverage[index]?.matched);
        expect(scanned).toBeGreaterThanOrEqual(matched);
      }
    }
});

test('A summary that runs out of pages counts nothing beyond what its coverage says', async () => {
  const made = await kept({ since: START - 6 * DAY });
  const query = { since: '9d', until: PAST.until, by: [...EVENT_DIMENSIONS] };
  const { total, coverage } = await summarize(made.connections, query, { ...made.from, maxPages: 3 });
  expect(coverage.every(({ complete }) => complete)).toBe(false);
  const gap = coverage[0]?.gaps[0];
  const rest = { since: gap?.to, until: PAST.until, limit: 5000 };
  expect((await search(made.connections, rest as QueryInput)).events).toHaveLength(total);
});

test('Events pruned before they are counted are reported as missing', async () => {
  const { connections, archive } = await kept();
  const source = archiveSource({
    ...archive,
    count: async (ask) => {
      await archive.forget({ before: START - 2 * DAY, policy: 'now' });
      return (await archive.count?.(ask)) as never;
    },
  });
  const { coverage } = await summarize(connections, { ...PAST, logs: ['gong.AccessLog'] }, { source: () => source });
  expect(coverage.flatMap(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual(['not_archived']);
});

describe('Offline', () => {
  test('no vendor is asked, and what is not archived is reported', async () => {
    const made = await kept({ since: START - 6 * DAY });
    const before = made.requests();
    const found = await search(made.connections, { since: '7d', limit: 5000 }, made.offline);
    expect(made.requests()).toBe(before);
    expect([found.complete, found.events.length > 0]).toEqual([false, true]);
    const [newest] = found.coverage;
    expect(newest?.gaps.map(({ reason }) => reason)).toEqual(['not_archived', 'not_archived']);
    expect(newest?.gaps[0]?.hint).toContain('trailhound sync');
  });

  test('a question that only the vendor can answer is refused with the reason', async () => {
    const made = await kept();
    const before = made.requests();
    const found = await search(made.connections, PAST, { ...made.offline, redact: false });
    expect(made.requests()).toBe(before);
    expect([found.complete, found.events]).toEqual([false, []]);
    expect(found.coverage[0]?.gaps[0]?.hint).toContain('Only the vendor');
  });
});

test('Following through an archive returns every event once', async () => {
  const made = await kept();
  const options = { ...made.from, lookback: '9d' };
  const first = await follow(made.connections, {}, options);
  const live = await follow(made.connections, {}, { lookback: '9d' });
  expect(first.events.map(({ uid }) => uid)).toEqual(live.events.map(({ uid }) => uid));
  made.simulator.clock.advance(2 * HOUR);
  const again = await follow(made.connections, {}, { ...made.from, checkpoint: first.checkpoint });
  const known = new Set(first.events.map(({ uid }) => uid));
  expect(again.events.filter(({ uid }) => known.has(uid))).toEqual([]);
});

test('Events pruned while being read are reported as missing, never silently left out', async () => {
  const { connections, archive, from } = await kept();
  const stream = events(connections, { ...PAST, logs: ['gong.AccessLog'] }, from);
  for await (const _ of stream.runs()) await archive.forget({ before: START - 2 * DAY, policy: 'now' });
  expect(stream.coverage().flatMap(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual(['not_archived']);
});

test('Erased events are mentioned wherever they would have appeared', async () => {
  const { connections, archive, from } = await kept();
  const [one] = (await search(connections, { ...PAST, logs: ['zendesk.audit_logs'] })).events;
  await archive.forget({ actor: one?.actor.id ?? '', policy: 'asked for' });
  const found = await search(connections, { ...PAST, logs: ['zendesk.audit_logs'] }, from);
  expect(found.coverage[0]?.notices.join()).toMatch(/\d+ events? of this time were erased/);
});
