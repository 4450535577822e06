import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndjson } from '../../src/format/ndjson.ts';
import { BARE, FULL, anyEvent, collect } from './events.ts';

describe('ndjson', () => {
  it('round-trips any event, one line each', async () => {
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

  it('writes chosen fields under their dotted names and omits absent ones', async () => {
    const lines = await collect(ndjson([FULL, BARE], { fields: ['time', 'actor.email', 'flags'] }));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: FULL.time, 'actor.email': 'dana@example.com', flags: ['impersonated', 'external'] },
      { time: BARE.time, flags: [] },
    ]);
  });

  it('accepts events that arrive over time', async () => {
    async function* arriving(): AsyncGenerator<typeof FULL> {
      yield FULL;
      yield BARE;
    }
    expect(await collect(ndjson(arriving()))).toHaveLength(2);
  });

  it('joins the lines of events that arrive together into few writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyEvent, { maxLength: 4 }), { maxLength: 4 }), async (runs) => {
        const together = await collect(ndjson(runs, { raw: true }));
        expect(together).toHaveLength(runs.filter((run) => run.length > 0).length);
        expect(together.join('')).toBe((await collect(ndjson(runs.flat(), { raw: true }))).join(''));
      }),
    );
    const many = Array.from({ length: 1000 }, () => FULL);
    const pieces = await collect(ndjson([many]));
    expect(pieces.join('').split('\n')).toHaveLength(1001);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2 * 64 * 1024);
  });

  it('refuses an unknown field', async () => {
    await expect(collect(ndjson([], { fields: ['nope'] }))).rejects.toMatchObject({ code: 'invalid_query' });
  });
});
