import { beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../../src/findings/finding.ts';
import { compileRules } from '../../../src/findings/compile.ts';
import { createDetector } from '../../../src/findings/detector.ts';
import { RULES } from '../../../src/findings/pack/index.ts';
import { AROUND, DAY, START } from '../happened.ts';
import { DAYS, month, type Month } from './month.ts';

/** Seeds and sizes; more of them with FINDINGS_QUALITY=all. */
const ALL = process.env['FINDINGS_QUALITY'] === 'all';
const SIZES = ALL ? [50, 500, 5000] : [50];
const MONTHS: Readonly<Record<number, number>> = ALL ? { 50: 40, 500: 4, 5000: 1 } : { 50: 12 };

const SERIOUS = new Set(['medium', 'high', 'critical']);
const plan = compileRules(RULES, { level: 'low' });

/** What the whole pack costs. Printed and not tested, since the machine may be busy. */
const cost = { us: 0, events: 0 };

function look({ events }: Month): readonly Finding[] {
  const detector = createDetector(plan, { around: AROUND, since: START });
  const before = process.cpuUsage();
  for (const event of events) detector.add(event);
  cost.us += process.cpuUsage(before).user;
  cost.events += events.length;
  return detector.detected(START + DAYS * DAY).findings;
}

interface Figures {
  readonly found: Map<string, { planted: number; found: number; single: boolean }>;
  readonly levels: Map<string, { right: number; all: number }>;
  readonly rules: Map<string, { right: number; all: number }>;
  quiet: number;
  quietDays: number;
}
const figures: Figures = { found: new Map(), levels: new Map(), rules: new Map(), quiet: 0, quietDays: 0 };

function count(map: Map<string, { right: number; all: number }>, key: string, isRight: boolean): void {
  const { right, all } = map.get(key) ?? { right: 0, all: 0 };
  map.set(key, { right: right + Number(isRight), all: all + 1 });
}

function take(one: Month): void {
  const findings = look(one);
  const told = findings.filter(({ level }) => SERIOUS.has(level));
  for (const { scene, uids } of one.incidents) {
    const isFound = told.some(({ evidence }) => evidence.some((uid) => uids.has(uid)));
    const { planted = 0, found = 0 } = figures.found.get(scene.name) ?? {};
    figures.found.set(scene.name, { planted: planted + 1, found: found + Number(isFound), single: scene.isSingle });
  }
  for (const { level, rule, evidence } of findings) {
    const isRight = one.incidents.some(({ uids }) => evidence.some((uid) => uids.has(uid)));
    count(figures.levels, level, isRight);
    count(figures.rules, rule, isRight);
  }
}

function recall(single: boolean): number {
  const counted = [...figures.found.values()].filter((one) => one.single === single);
  const sum = (name: 'found' | 'planted'): number => counted.reduce((total, one) => total + one[name], 0);
  return sum('found') / sum('planted');
}

function precision(...levels: readonly string[]): number {
  const counted = levels.map((level) => figures.levels.get(level) ?? { right: 0, all: 0 });
  return counted.reduce((sum, { right }) => sum + right, 0) / counted.reduce((sum, { all }) => sum + all, 0);
}

beforeAll(() => {
  for (const size of SIZES) {
    for (let seed = 1; seed <= (MONTHS[size] ?? 1); seed += 1) {
      take(month(seed * 7919 + size, size, false));
      const quiet = look(month(seed * 104_729 + size, size, true));
      figures.quiet += quiet.filter(({ level }) => SERIOUS.has(level)).length;
      figures.quietDays += (size * DAYS) / 1000;
    }
  }
  const shares = (map: Figures['rules']): string[] =>
    [...map]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { right, all }]) => `  ${name}: ${right} of ${all} right`);
  const missed = [...figures.found].filter(([, { found, planted }]) => found < planted);
  console.log(
    [
      `single incidents found: ${recall(true)}, several events: ${recall(false)}`,
      `the pack took ${(cost.us / cost.events).toFixed(1)} µs of processor time an event, over ${cost.events} events`,
      ...missed.map(([name, { found, planted }]) => `  missed: ${name}, found ${found} of ${planted}`),
      `findings of medium or above per 1,000 people and quiet day: ${figures.quiet / figures.quietDays}`,
      'by level:',
      ...shares(figures.levels),
      'by rule:',
      ...shares(figures.rules),
    ].join('\n'),
  );
}, 1_200_000);

// The scripts were written by those who wrote the rules, so this says what would get worse, and not how good it is.
test('incidents of one event are found, at least 95 of 100', () => {
  expect(recall(true)).toBeGreaterThanOrEqual(0.95);
});

test('incidents of several events are found, at least 85 of 100', () => {
  expect(recall(false)).toBeGreaterThanOrEqual(0.85);
});

test('of what is high or critical, at least 80 of 100 are incidents; of what is medium, 60', () => {
  expect(precision('high', 'critical')).toBeGreaterThanOrEqual(0.8);
  expect(precision('medium')).toBeGreaterThanOrEqual(0.6);
});

test('a quiet day of 1,000 people has at most three findings of medium or above', () => {
  expect(figures.quiet / figures.quietDays).toBeLessThanOrEqual(3);
});
