import type { AuditEvent } from '@trailhound/core';
import { EVENT_DIMENSIONS } from '@trailhound/core/source';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Archive, Ask } from '../src/index.ts';
import { event, hour, LOG, PER_HOUR } from './entries.ts';
import { accepts, addedUp, several } from './counting.ts';
import { all, DAY, folder, HOUR, START } from './world.ts';

/** Every event that an archive gives for an ask. */
export async function read(archive: Pick<Archive, 'read'>, ask: Partial<Ask> = {}): Promise<unknown[]> {
  const window = { from: START, to: START + 9 * DAY };
  const found = await all(archive.read({ log: LOG, window, order: 'oldest', ...ask }));
  return found.flatMap(({ events }) => events.map(({ event: one }) => one));
}

/** An archive that holds some hours. */
export async function fill(archive: Archive, hours: number): Promise<Archive> {
  for (let number = 0; number < hours; number += 1) await archive.put(hour(number, START));
  return archive;
}

/** What every engine behind the port has to do. */
export function conformance(open: (folder: string) => Archive | Promise<Archive>): void {
  const filled = async (hours: number): Promise<Archive> => fill(await open(folder()), hours);

  test('returns every event exactly as it was stored, odd characters included', async () => {
    const archive = await filled(3);
    const put = [0, 1, 2].flatMap((number) => hour(number, START).events.map((one) => one.event));
    expect(await read(archive)).toEqual(put);
    expect(await archive.get(put[7]?.uid ?? '')).toEqual(put[7]);
    expect(await archive.get('zendesk-1-AAAAAAAAAAAAAAAA')).toBeUndefined();
  });

  test('stores nothing twice, and adds only what is new', async () => {
    const archive = await filled(1);
    const again = hour(0, START);
    const extra = event(77_777, START + 30_000);
    const receipt = await archive.put({ ...again, events: [...again.events, extra] });
    expect(receipt).toMatchObject({ fresh: 1, repeated: PER_HOUR, late: 1 });
    expect(await read(archive)).toHaveLength(PER_HOUR + 1);
    expect((await archive.verify()).problems).toEqual([]);
  });

  test('merges adjacent stretches', async () => {
    const archive = await open(folder());
    for (const number of [0, 2, 1, 4]) await archive.put(hour(number, START));
    const covered = (await archive.covered(LOG)).map(({ from, to }) => [(from - START) / HOUR, (to - START) / HOUR]);
    expect(covered).toEqual([
      [0, 3],
      [4, 5],
    ]);
  });

  test('rejects events outside their stretch, and stretches that span two days', async () => {
    const archive = await open(folder());
    const put = hour(0, START);
    await expect(archive.put({ ...put, events: [event(1, START - 1)] })).rejects.toMatchObject({ code: 'internal' });
    const window = { from: START, to: START + DAY };
    await expect(archive.put({ ...put, window })).rejects.toMatchObject({ code: 'internal' });
    expect(await archive.covered(LOG)).toEqual([]);
  });

  test('orders events of the same time by uid, in both directions, however they arrived', async () => {
    const archive = await open(folder());
    const events = Array.from({ length: 300 }, (_, number) => event(number, START + (number % 3)));
    await archive.put({ ...hour(0, START), events });
    const places = (await read(archive)) as { uid: string; time: string }[];
    const names = places.map(({ time, uid }) => `${time} ${uid}`);
    expect(names).toEqual(names.toSorted());
    const newest = (await read(archive, { order: 'newest' })) as { uid: string }[];
    expect(newest.map(({ uid }) => uid)).toEqual(places.map(({ uid }) => uid).toReversed());
  });

  test('chains a record for every stretch, and knows its head', async () => {
    const archive = await filled(3);
    const records = await all(archive.records());
    expect(records.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['1 open', '2 read', '3 read', '4 read']);
    expect(records.slice(1).map(({ prev }) => prev)).toEqual(records.slice(0, -1).map(({ hash }) => hash));
    expect((await archive.position()).ledger).toEqual({ seq: 4, hash: records.at(-1)?.hash });
    expect(await all(archive.records(3))).toEqual(records.slice(2));
    expect(await archive.verify()).toMatchObject({ problems: [], gaps: [], records: 4, events: 3 * PER_HOUR });
  });

  test('records a loss once, and never where something is covered', async () => {
    const archive = await filled(2);
    const lost = { from: START - HOUR, to: START + HOUR, reason: 'beyond_retention' };
    expect(await archive.lose(LOG, lost)).toMatchObject({ kind: 'gap', reason: lost.reason });
    expect(await archive.lose(LOG, lost)).toBeUndefined();
    expect(await archive.lost(LOG)).toEqual([{ ...lost, to: START }]);
  });

  test('counts requests per account and day', async () => {
    const archive = await open(folder());
    expect(await archive.spend(LOG, START, 3)).toBe(3);
    expect(await archive.spend(LOG, START, 4)).toBe(7);
    expect(await archive.spend(LOG, START + DAY, 1)).toBe(1);
    expect(await archive.spend({ ...LOG, tenant: 'other' }, START, 0)).toBe(0);
  });

  test('counts what reading gives, in every dimension, with every criterion that can be counted by', async () => {
    const archive = await filled(6);
    await archive.put({ ...hour(6, START), events: several(hour(6, START).window.from) });
    const wanted = fc.record(
      {
        actor: fc.constantFrom('user1@example.com', 'USER2@example.com', '3', 'User', 'nobody'),
        verbs: fc.constantFrom<AuditEvent['verb'][]>(['create'], ['update', 'delete'], ['login']),
        actions: fc.constantFrom(['Create'], ['update'], ['none']),
        ip: fc.constantFrom('192.0.2.3', '192.0.2.0/28', '198.51.100.1'),
        flags: fc.constantFrom<AuditEvent['flags']>(['external'], ['denied'], ['denied', 'external']),
      },
      { requiredKeys: [] },
    );
    const part = fc.record({ from: fc.nat(8 * HOUR), length: fc.integer({ min: 1, max: 8 * HOUR }) });
    await fc.assert(
      fc.asyncProperty(wanted, part, async (criteria, { from, length }) => {
        const window = { from: START + from, to: START + from + length };
        const starts = [0, 1, 2, 5, 9].map((number) => window.from - 1000 + number * HOUR);
        const events = (await read(archive, { window, matches: accepts(criteria) })) as AuditEvent[];
        const counts = await archive.count?.({ log: LOG, window, wanted: criteria, by: EVENT_DIMENSIONS, starts });
        expect(counts).toEqual(addedUp(events, starts));
      }),
      { numRuns: 150 },
    );
  });

  test('counts nothing in a log that it does not have', async () => {
    const ask = {
      log: { ...LOG, log: 'other' },
      window: { from: START, to: START + HOUR },
      by: EVENT_DIMENSIONS,
      starts: [START],
    };
    expect(await (await filled(1)).count?.(ask)).toMatchObject({ total: 0, bars: [0] });
  });
}
