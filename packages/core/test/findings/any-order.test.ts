import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDetector } from '../../src/findings/detector.ts';
import { delivered, LATE, NOW, PLAN } from './every-kind.ts';
import { AROUND, DAY, happened, HOUR, START } from './happened.ts';

test('what is found is the same live, in a batch and in any order within the overlap', () => {
  let found = 0;
  fc.assert(
    fc.property(delivered, ({ events, arriving }) => {
      const [batch, live] = [0, LATE].map((lateMs) => createDetector(PLAN, { around: AROUND, since: START, lateMs }));
      for (const one of events) batch?.add(one);
      for (const one of arriving) live?.add(one);
      const expected = batch?.detected(NOW);
      found += expected?.findings.length ?? 0;
      expect(live?.detected(NOW)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(1000);
});

test('looking in between changes nothing', () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      const [watched, left] = [0, 1].map(() => createDetector(PLAN, { around: AROUND, since: START, lateMs: LATE }));
      for (const one of arriving) {
        watched?.add(one);
        left?.add(one);
        watched?.detected(NOW);
      }
      expect(watched?.detected(NOW)).toEqual(left?.detected(NOW));
    }),
    { numRuns: 50 },
  );
});

test('an event that is read again within the overlap counts once', () => {
  fc.assert(
    fc.property(delivered, ({ events }) => {
      const [once, again] = [0, 1].map(() => createDetector(PLAN, { around: AROUND, since: START, lateMs: 100 * DAY }));
      for (const one of events) once?.add(one);
      for (const one of [...events, ...events]) again?.add(one);
      expect(again?.detected(NOW)).toEqual(once?.detected(NOW));
    }),
    { numRuns: 50 },
  );
});

test('an event that comes later than allowed is counted as late', () => {
  const detector = createDetector(PLAN, { around: AROUND, since: START, lateMs: HOUR });
  for (const after of [5 * HOUR, 4 * HOUR, 4 * HOUR - 1]) detector.add(happened(after));
  expect(detector.detected(NOW).late).toBe(1);
});
