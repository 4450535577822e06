/**
 * What an event has to have so that a test can hold: one of these values of a field, or any value. Most events lack what
 * most rules need, so that these rules need not be asked.
 */
export type Needs = ReadonlyMap<string, ReadonlySet<string> | 'any'>;

/** A test that may tell what it needs. */
export interface Test<Subject> {
  (subject: Subject): boolean;
  readonly needs?: Needs;
}

/** Tells what a test needs. */
export function needing<Subject>(test: (subject: Subject) => boolean, needs: Needs): Test<Subject> {
  return Object.assign(test, { needs });
}

/** What is needed where all of these tests have to hold. */
export function needsOfAll(tests: readonly Test<never>[]): Needs {
  const needs = new Map<string, ReadonlySet<string> | 'any'>();
  for (const [field, wanted] of tests.flatMap((test) => [...(test.needs ?? [])])) {
    const before = needs.get(field) ?? 'any';
    if (before === 'any') needs.set(field, wanted);
    else if (wanted !== 'any') needs.set(field, new Set([...before].filter((value) => wanted.has(value))));
  }
  return needs;
}

/** What is needed where one of these tests has to hold. */
export function needsOfOne([first, ...others]: readonly Test<never>[]): Needs {
  return others.reduce<Needs>((needs, test) => shared(needs, test.needs ?? new Map()), first?.needs ?? new Map());
}

function shared(one: Needs, other: Needs): Needs {
  return new Map(
    [...one].flatMap(([field, wanted]) => {
      const also = other.get(field);
      if (also === undefined) return [];
      return [[field, wanted === 'any' || also === 'any' ? 'any' : new Set([...wanted, ...also])]] as const;
    }),
  );
}
