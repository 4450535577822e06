import { zstdDecompressSync } from 'node:zlib';
import type { AuditEvent } from '@trailhound/core';
import { vendorSource, type Dated } from '@trailhound/core/source';
import * as fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { parquet, type ParquetOptions } from '../src/index.ts';
import { COLUMNS } from '../src/table.ts';
import { event, hour } from './entries.ts';
import { all, DAY, HOUR, START, world } from './world.ts';

type Events = readonly AuditEvent[];

async function* inRuns(events: Events, length = 1000): AsyncGenerator<Events> {
  for (let at = 0; at < events.length; at += length) yield events.slice(at, at + length);
}

async function written(events: Events, options: ParquetOptions = { raw: true }): Promise<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(await all(parquet(inRuns(events), options)))).buffer;
}

/** The rows as hyparquet reads them. */
async function rowsOf(file: ArrayBuffer): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file, compressors: { ZSTD: (bytes) => new Uint8Array(zstdDecompressSync(bytes)) } });
}

/** What a row of an event should be. */
function rowOf(one: AuditEvent): Record<string, unknown> {
  const cells = Object.entries(COLUMNS).map(([name, { of }]) => [name, of(one) ?? null]);
  return { ...Object.fromEntries(cells), time: new Date(one.time) };
}

/** Events of every log of every product, as the simulator makes them. */
async function everyProduct(perLog: number): Promise<AuditEvent[]> {
  const { connections } = world({ events: perLog, unlimited: true });
  const events: AuditEvent[] = [];
  for (const connection of connections) {
    for (const log of connection.provider.logs) {
      const span = { connection, log, window: { from: START - 30 * DAY, to: START }, filters: {}, wanted: {} } as const;
      const batches = await all(vendorSource.read({ ...span, order: 'oldest' }, { now: START }));
      events.push(...batches.flatMap((batch): readonly Dated[] => batch.events).map((one) => one.event));
    }
  }
  return events;
}

function someEvents(count: number): AuditEvent[] {
  return Array.from({ length: count }, (_, number) => event(number, START + number * 1000).event);
}

const ODD: readonly Partial<AuditEvent>[] = [
  { message: '', changes: [], flags: [], target: undefined, ip: undefined },
  { message: '日本語 \0 🎉 "é"\n', flags: ['external', 'denied', 'a later one'] },
  {
    actor: { kind: 'unknown' },
    impersonator: { id: '1', company: 'Zendesk' },
    outcome: undefined,
    requestId: undefined,
  },
  {
    target: { type: 'call' },
    targets: [{ type: 'call' }, { type: 'user', id: '7', name: 'Dana' }],
    changes: [{ field: 'role', to: { of: ['any', 1, null] } }],
  },
  { userAgent: 'x'.repeat(3000), raw: undefined, nativeId: undefined },
];

describe('A Parquet file, read by hyparquet,', () => {
  test('has every column of every event as it was', async () => {
    const events = ODD.map((more, number) => event(number, START + number, more).event);
    expect(await rowsOf(await written(events))).toEqual(events.map(rowOf));
  });

  test('has the events of every product as they are answered', async () => {
    const events = await everyProduct(50);
    expect(events.length).toBeGreaterThan(50);
    expect(await rowsOf(await written(events))).toEqual(events.map(rowOf));
  });

  test('has any mixture of repeated, new and absent values in their order', async () => {
    const value = fc.oneof(
      fc.constantFrom('a', 'b'),
      fc.nat(40).map(String),
      fc.string({ minLength: 1, unit: 'grapheme' }),
    );
    const runs = fc.array(fc.tuple(fc.option(value, { nil: undefined }), fc.nat(20)), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(runs, async (given) => {
        const values = given.flatMap(([one, times]) => Array.from({ length: times }, () => one));
        const events = values.map((one, number) => {
          const flags = one === undefined ? [] : Array.from(one);
          return event(number, START + number, { ip: one, category: one ?? 'none', flags }).event;
        });
        expect(await rowsOf(await written(events))).toEqual(events.map(rowOf));
      }),
      { numRuns: 60 },
    );
  });

  test('of no events is a table without rows', async () => {
    const file = await written([]);
    expect(await rowsOf(file)).toEqual([]);
    expect(parquetMetadata(file).schema.length).toBeGreaterThan(20);
  });

  test('has row groups whose statistics say what they hold, so that readers skip the others', async () => {
    const events = someEvents(120_000);
    const file = await written(events);
    const { row_groups: groups, num_rows: rows } = parquetMetadata(file);
    expect([rows, groups.length]).toEqual([120_000n, 3]);
    const times = groups.map(({ columns }) => columns[0]?.meta_data?.statistics);
    for (const [index, statistics] of times.entries()) {
      const [first, last] = [events[index * 50_000], events[Math.min(events.length, (index + 1) * 50_000) - 1]];
      expect(statistics).toMatchObject({ min_value: new Date(first?.time ?? 0), max_value: new Date(last?.time ?? 0) });
    }
    expect(groups[0]?.columns[10]?.meta_data?.statistics).toMatchObject({
      min_value: 'user0@example.com',
      max_value: 'user6@example.com',
      null_count: 0n,
    });
    const found = await rowsOf(file);
    for (const at of [0, 19_999, 20_000, 49_999, 50_000, 119_999]) {
      expect(found[at]).toEqual(events.slice(at, at + 1).map(rowOf)[0]);
    }
  });

  test('leaves the entry out unless it is asked for, and says where it comes from', async () => {
    const file = await written(someEvents(3), { about: { trailhound: '{"archive":"th-1"}' } });
    expect(Object.keys((await rowsOf(file))[0] ?? {})).not.toContain('raw');
    expect(parquetMetadata(file).key_value_metadata).toEqual([{ key: 'trailhound', value: '{"archive":"th-1"}' }]);
  });
});

test('A Parquet file comes out while its events still come in', async () => {
  let taken = 0;
  async function* endless(): AsyncGenerator<Events> {
    for (let number = 0; ; number += 1) {
      taken += 1;
      yield hour(number, START - (START % HOUR)).events.map((one) => one.event);
    }
  }
  let bytes = 0;
  for await (const piece of parquet(endless())) {
    bytes += piece.length;
    if (bytes > 1_000_000) break;
  }
  expect(taken * 40).toBeLessThanOrEqual(100_000);
});

test('A Parquet file takes at most 130 bytes an event, entries and all', async () => {
  const events = await everyProduct(2000);
  const { byteLength } = await written(events);
  expect(events.length).toBeGreaterThan(10_000);
  expect(byteLength / events.length).toBeLessThanOrEqual(130);
});
