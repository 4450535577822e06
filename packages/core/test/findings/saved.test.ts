import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitionsOf } from '../../src/findings/definitions.ts';
import { createDetector, nothingKnown, type Detected } from '../../src/findings/detector.ts';
import { learningSince } from '../../src/findings/learning-since.ts';
import { restore, save, Saved } from '../../src/findings/saved.ts';
import type { AuditEvent } from '../../src/event.ts';
import { delivered, LATE, NOW, PLAN, RULES } from './every-kind.ts';
import { AROUND, DAY, happened, HOUR, person, START } from './happened.ts';

const definitions = definitionsOf(RULES);
const startOf = (): number => START;
const plan = learningSince(PLAN, startOf);

/** What is found by detectors that each see some events, and save what they know for the next one. */
function inTurns(
  arriving: readonly AuditEvent[],
  each: number,
  most = 10_000_000,
): { found: Detected; saved: string[] } {
  const options = { definitions, startOf, most, isOver: () => false };
  const saved: string[] = [];
  let known = nothingKnown();
  for (let from = 0; from < arriving.length; from += each) {
    const detector = createDetector(plan, { around: AROUND, since: 0, lateMs: LATE, known });
    arriving.slice(from, from + each).forEach(detector.add);
    const text = save(known, plan, options);
    saved.push(text);
    known = restore(Saved.parse(JSON.parse(text)), plan, definitions);
  }
  return { found: createDetector(plan, { around: AROUND, since: 0, lateMs: LATE, known }).detected(NOW), saved };
}

test('what is found is the same whether it is saved and restored after every few events, or read in a batch', () => {
  let found = 0;
  fc.assert(
    fc.property(delivered, fc.integer({ min: 1, max: 20 }), ({ events, arriving }, each) => {
      const batch = createDetector(PLAN, { around: AROUND, since: START });
      events.forEach(batch.add);
      const expected = batch.detected(NOW);
      found += expected.findings.length;
      expect(inTurns(arriving, each).found).toEqual(expected);
    }),
    { numRuns: 200 },
  );
  expect(found).toBeGreaterThan(1000);
});

test('a usual day is remembered for as long as any hour of it counts', () => {
  const bob = { verb: 'export' as const, actor: person('bob'), ip: '1' };
  const events = [
    happened(39 * HOUR, bob),
    happened(87.25 * HOUR, bob),
    happened(87.25 * HOUR, bob),
    happened(111.25 * HOUR, { actor: person('ann') }),
  ];
  const batch = createDetector(PLAN, { around: AROUND, since: START });
  events.forEach(batch.add);
  expect(inTurns(events, 1).found).toEqual(batch.detected(NOW));
});

/** What many people do in a week. */
const BUSY = Array.from({ length: 3000 }, (_, number) =>
  happened((number * 7 * DAY) / 3000, {
    verb: number % 2 === 0 ? 'export' : 'create',
    actor: person(`somebody ${number % 700}`),
    ip: `10.0.0.${number % 250}`,
  }),
);

test.each([20_000, 100_000, 400_000])('what is saved never has more than %i characters', (most) => {
  const { found, saved } = inTurns(BUSY, 500, most);
  expect(Math.max(...saved.map(({ length }) => length))).toBeLessThanOrEqual(most);
  expect(found.forgotten.groups).toBeGreaterThan(0);
});

test('in a narrow room, rules with few groups keep them', () => {
  const silent = happened(0, { provider: 'rare', actor: person('rare') });
  const { saved } = inTurns([silent, ...BUSY], 500, 100_000);
  expect(saved.at(-1)).toContain('"rare"');
});
