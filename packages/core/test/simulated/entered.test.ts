import { Session } from 'node:inspector/promises';
import { VENDOR_IDS } from '@trailhound/simulator';
import { expect, test } from 'vitest';
import { search } from '../../src/questions/search.ts';
import { simulated } from './world.ts';

/** The files of core in which some function is called while the work runs. */
async function entered(work: () => Promise<unknown>): Promise<string[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  return result.flatMap(({ url, functions }) => {
    const file = url.split('/core/src/')[1];
    const called = functions.some(({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0);
    return file !== undefined && called ? [file] : [];
  });
}

test.each(VENDOR_IDS)('A search of one log of %s runs at most 25 files of questions/ and reading/', async (vendor) => {
  const world = simulated({ events: 900 });
  const connection = world.connect(vendor);
  const logs = [world.simulator.trial(vendor).log];
  const files = await entered(() => search([connection], { since: '6d', logs, limit: 50 }));
  const rooms = files.filter((file) => /^(questions|reading)\//.test(file));
  expect(rooms).toContain('questions/search.ts');
  expect(rooms.length).toBeGreaterThan(15);
  expect(rooms.length).toBeLessThanOrEqual(25);
});
