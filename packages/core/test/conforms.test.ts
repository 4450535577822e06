import type { VendorId } from '@trailhound/simulator';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { conformsTo } from '../src/reading/conforms.ts';
import { providers } from '../src/providers/index.ts';
import { START } from './fake-host.ts';
import { simulated } from './simulated/world.ts';

/** What an entry may hold where something else was expected. */
const ODD: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  'x',
  '2026-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01',
  [],
  [[]],
  [null],
  {},
  { columnName: 3 },
];

type Step = readonly [at: number, odd: number];

/** The value with something odd in the place where the steps lead; a step past the odd values takes the member away. */
function mutated(value: unknown, [step, ...deeper]: readonly Step[]): unknown {
  if (step === undefined) return value;
  const [at, odd] = step;
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return ODD[odd % ODD.length];
  const names = Object.keys(value);
  const name = names[at % names.length] ?? '';
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  if (deeper.length > 0) copy[name] = mutated(copy[name], deeper);
  else if (odd < ODD.length) copy[name] = ODD[odd];
  else if (Array.isArray(copy)) copy.splice(Number(name), 1);
  else delete copy[name];
  return copy;
}

const steps = fc.array(fc.tuple(fc.nat(20), fc.nat(ODD.length)), { maxLength: 6 });

function entriesOf(vendor: VendorId, log: string): unknown[] {
  const { simulator } = simulated({ events: 100, switches: { [vendor]: { malformedEvery: 9 } } });
  return [...simulator.truth({ vendor, log, from: 0, to: START }).entries()].map(({ entry }) => entry);
}

const LOGS = Object.values(providers).flatMap(({ id, logs }) => logs.map((log) => ({ vendor: id, ...log })));

describe('A fast shape check agrees with zod', () => {
  test.each(LOGS)('of entries of $vendor $id', ({ vendor, id, entry: schema }) => {
    const fits = conformsTo(schema);
    const entry = fc.constantFrom(...entriesOf(vendor, id), {}, ...ODD);
    fc.assert(
      fc.property(entry, fc.array(steps, { maxLength: 3 }), (whole, changes) => {
        const value = changes.reduce(mutated, whole);
        expect(fits(value)).toBe(schema.safeParse(value).success);
      }),
      { numRuns: 2000 },
    );
  });

  test.each<readonly [string, z.ZodType]>([
    ['a longest length', z.string().max(3)],
    ['an e-mail address', z.email()],
    ['a pattern', z.string().regex(/^x/)],
    ['whole numbers', z.int()],
    ['a range', z.number().min(1)],
    ['a longest list', z.array(z.string()).max(1)],
    ['no other members', z.strictObject({ a: z.string() })],
    ['members that are dropped', z.object({ a: z.string().optional() })],
    ['a condition', z.string().refine((text) => text !== 'x')],
    ['a choice by its name', z.discriminatedUnion('kind', [z.looseObject({ kind: z.literal('a') })])],
    ['a default', z.looseObject({ a: z.string().default('x') })],
    ['a member that may be anything', z.looseObject({ a: z.unknown() })],
    ['a member that may be nothing', z.looseObject({ a: z.undefined() })],
    ['a member that is left out, not undefined', z.looseObject({ a: z.string().exactOptional() })],
  ])('of what it does not know itself: %s', (_, schema) => {
    const values = [...ODD, ...ODD.map((a) => ({ a })), ...ODD.map((a) => ({ a, b: a })), ['x', 'y'], { kind: 'a' }];
    for (const value of values) expect(conformsTo(schema)(value)).toBe(schema.safeParse(value).success);
  });
});
