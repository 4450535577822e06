import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndjson } from '../../src/format/ndjson.ts';
import { BARE, FULL, anyEvent, collect } from './events.ts';

describe('ndjson', () => {
  it('gives any event back, one line each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 4 }), async (events) => {
        const lines = await collect(ndjson(events, { raw: true }));
        expect(lines.map((line) => JSON.parse(line))).toEqual(events);
        expect(lines.every((line) => line.split(/[\n\r\u2028\u2029]/).length === 2 && line.endsWith('\n'))).toBe(true);
      }),
    );
  });

  it('leaves the raw entry out unless asked', async () => {
    const { raw: _, ...rest } = FULL;
    const [line] = await collect(ndjson([FULL]));
    expect(JSON.parse(line ?? '')).toEqual(rest);
  });

  it('gives chosen fields under their dotted names and leaves absent ones out', async () => {
    const lines = await collect(ndjson([FULL, BARE], { fields: ['time', 'actor.email', 'flags'] }));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: FULL.time, 'actor.email': 'dana@example.com', flags: ['impersonated', 'external'] },
      { time: BARE.time, flags: [] },
    ]);
  });

  it('reads what arrives over time', async () => {
    async function* arriving(): AsyncGenerator<typeof FULL> {
      yield FULL;
      yield BARE;
    }
    expect(await collect(ndjson(arriving()))).toHaveLength(2);
  });

  it('refuses an unknown field', async () => {
    await expect(collect(ndjson([], { fields: ['nope'] }))).rejects.toMatchObject({ code: 'invalid_query' });
  });
});
