import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileDetection, type Searches, type Taxonomy } from '../../src/findings/detection.ts';
import { leaves } from '../../src/findings/sight.ts';

interface Case {
  readonly id: string;
  readonly title: string;
  readonly detection: Searches;
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

/** A file with Sigma's own rules and recorded events, which is not part of this repository. */
const FILE = process.env['TRAILHOUND_SIGMA_CASES'];

/** Its rule for Windows events needs a mapping of field names, which is not a matter of matching. */
const MAPPED = 1;

const FLAT: Taxonomy<Readonly<Record<string, unknown>>> = {
  field: (name) => (event) => (Object.hasOwn(event, name) ? [event[name]].flat() : []),
  everything: (event) => leaves(event),
  hint: () => '',
};

function refuse(message: string): never {
  throw new Error(message);
}

describe.skipIf(FILE === undefined)("Sigma's own cases (set TRAILHOUND_SIGMA_CASES to run them)", () => {
  const cases = FILE === undefined || !existsSync(FILE) ? [] : (JSON.parse(readFileSync(FILE, 'utf8')) as Case[]);

  test('all match the events recorded for them, but the one that needs other field names', () => {
    const silent = cases.filter(({ detection, events }) => {
      const matches = compileDetection(detection, FLAT, refuse);
      return !events.some((event) => matches(event));
    });
    expect(cases.length).toBeGreaterThan(100);
    expect(silent.map(({ title }) => title)).toHaveLength(MAPPED);
  });
});
