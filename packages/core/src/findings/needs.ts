/**
 * What an event has to have so that a test can hold: one of these values of a field, or any value if there are none. Most
 * events lack what most rules need, so that these rules need not be asked.
 */
export type Needs = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** A test that may tell what it needs. */
export interface Test<Subject> {
  (subject: Subject): boolean;
  readonly needs?: Needs;
}

/** Tells what a test needs. */
export function needing<Subject>(test: (subject: Subject) => boolean, needs: Needs): Test<Subject> {
  return Object.assign(test, { needs });
}

/** Several tests as one: all of them have to hold, or one of them. */
export function joined<Subject>(tests: readonly Test<Subject>[], all: boolean): Test<Subject> {
  const [first] = tests;
  if (first !== undefined && tests.length === 1) return first;
  const test = (subject: Subject): boolean => {
    for (const one of tests) if (one(subject) !== all) return !all;
    return all;
  };
  const needs = tests.map((one) => one.needs ?? new Map<string, never>());
  return needing(test, needs.length === 0 ? new Map() : needs.reduce(all ? added : shared));
}

/** What is needed where both tests have to hold. */
function added(one: Needs, other: Needs): Needs {
  const needs = new Map(one);
  for (const [field, wanted] of other) {
    const before = needs.get(field);
    const both = before && wanted && new Set([...before].filter((value) => wanted.has(value)));
    needs.set(field, both ?? before ?? wanted);
  }
  return needs;
}

/** What is needed where one of them has to hold. */
function shared(one: Needs, other: Needs): Needs {
  return new Map(
    [...one]
      .filter(([field]) => other.has(field))
      .map(([field, wanted]) => {
        const also = other.get(field);
        return [field, wanted && also && new Set([...wanted, ...also])];
      }),
  );
}
