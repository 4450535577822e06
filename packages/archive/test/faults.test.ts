import { DatabaseSync, StatementSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openArchive, type Archive } from '../src/index.ts';
import { fill, read } from './conformance.ts';
import { hour, LOG, PER_HOUR } from './entries.ts';
import { folder, HOUR, START } from './world.ts';

const FUNCTIONS = [
  [DatabaseSync.prototype, 'exec'],
  [StatementSync.prototype, 'run'],
  [StatementSync.prototype, 'get'],
  [StatementSync.prototype, 'all'],
] as const;

/** Fails at one of all calls of SQLite, once. A rollback works: SQLite itself does it where the process ends. */
function failAt(place: number): { readonly failed: () => boolean } {
  let calls = 0;
  for (const [prototype, name] of FUNCTIONS) {
    const real = Reflect.get(prototype, name) as (...given: readonly unknown[]) => unknown;
    const spy = vi.spyOn(prototype as never, name as never) as unknown as ReturnType<typeof vi.fn>;
    spy.mockImplementation(function faulty(this: unknown, ...given: readonly unknown[]): unknown {
      if (given[0] === 'rollback') return Reflect.apply(real, this, given);
      calls += 1;
      if (calls === place) throw new Error('disk I/O error');
      return Reflect.apply(real, this, given);
    });
  }
  return { failed: () => calls >= place };
}

/** Whole hours, with their events and records, as another process sees them. */
async function hoursIn(at: string): Promise<number> {
  const archive = openArchive(at, { readOnly: true });
  const [stretch] = await archive.covered(LOG);
  const hours = stretch === undefined ? 0 : (stretch.to - START) / HOUR;
  expect(await read(archive)).toHaveLength(hours * PER_HOUR);
  expect((await archive.position()).ledger.seq).toBe(hours + 1);
  expect((await archive.verify()).problems).toEqual([]);
  await archive.close();
  return hours;
}

const WORK: Readonly<Record<string, (archive: Archive) => Promise<unknown>>> = {
  'a put': (archive) => archive.put({ ...hour(1, START), events: hour(1, START).events }),
};

test.each(Object.keys(WORK))(
  '%s that fails between any two statements leaves nothing half done, and can be repeated',
  async (name) => {
    onTestFinished(() => void vi.restoreAllMocks());
    for (let place = 1; ; place += place < 30 ? 1 : 17) {
      const at = folder();
      const archive = await fill(openArchive(at), 1);
      const { failed } = failAt(place);
      const result = await WORK[name]?.(archive).then(
        () => 'kept',
        () => 'failed',
      );
      vi.restoreAllMocks();
      if (!failed()) {
        expect([result, place > 100]).toEqual(['kept', true]);
        return;
      }
      expect(result).toBe('failed');
      expect(await hoursIn(at)).toBe(1);
      await WORK[name]?.(archive);
      expect(await hoursIn(at)).toBe(2);
      await archive.close();
    }
  },
);
