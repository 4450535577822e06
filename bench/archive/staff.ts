import type { Luck } from './luck.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly gong: string;
  readonly zendesk: number;
  readonly ashby: string;
  readonly ip: string;
  readonly agent: string;
}

/** Who works there, and what they work on. Few people do most. */
export interface Staff {
  readonly someone: () => Person;
  readonly call: () => string;
}

const PEOPLE = 400;
const CALLS = 40_000;
const FIRST = ['Ada', 'Bo', 'Cy', 'Dana', 'Eli', 'Fay', 'Gil', 'Hal', 'Ivy', 'Jay'] as const;
const LAST = ['Alder', 'Birch', 'Cedar', 'Dune', 'Elm', 'Fern', 'Grove', 'Heath', 'Iris', 'Oak'] as const;

export function staffOf(luck: Luck): Staff {
  const people = Array.from({ length: PEOPLE }, (_, index) => personOf(index, luck));
  const calls = Array.from({ length: CALLS }, () => `52${luck.digits(17)}`);
  return {
    someone: () => pick(people, luck.fraction() ** 3),
    call: () => pick(calls, luck.fraction()),
  };
}

function pick<T>(some: readonly T[], fraction: number): T {
  const one = some[Math.floor(fraction * some.length)];
  if (one === undefined) throw new Error('There is nothing to pick from');
  return one;
}

function personOf(index: number, luck: Luck): Person {
  const name = `${luck.of(FIRST)} ${luck.of(LAST)}`;
  return {
    name,
    email: `${name.replace(' ', '.').toLowerCase()}${index}@example.com`,
    gong: `7${luck.digits(18)}`,
    zendesk: 361_000_000_000 + luck.below(1e9),
    ashby: uuid(luck),
    ip: `10.${luck.below(256)}.${luck.below(256)}.${luck.below(256)}`,
    agent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${120 + luck.below(12)}.0.0.0 Safari/537.36`,
  };
}

/** An id as Ashby makes them. */
export function uuid({ hex }: Luck): string {
  return [hex(8), hex(4), `4${hex(3)}`, `a${hex(3)}`, hex(12)].join('-');
}
