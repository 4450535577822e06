import type { Simulator, VendorId } from '@trailhound/simulator';
import type { IDataObject } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { credentialsFor, execute, type Setting } from './fake-n8n.mts';
import { firstOf, jsonOf, startVendors } from './simulated.mts';
import { sorted, truthOf, VENDORS } from './truth.mts';
import { WAYS } from './ways.mts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startVendors();
});
afterEach(() => simulator.reset());
afterAll(() => simulator.close());

/** A rule that is about every event, whoever acts in the simulator today. */
const ANYTHING = {
  title: 'Something happened',
  name: 'anything',
  level: 'medium',
  tags: ['attack.t1078'],
  logsource: { category: 'audit' },
  detection: { any: { 'verb|exists': true }, condition: 'any' },
  trailhound: { next: 'Ask.' },
};
const ONLY = { rules: 'anything', ownRules: JSON.stringify([ANYTHING]) };

function ask(vendor: VendorId | 'all', options: IDataObject = {}, parameters: IDataObject = {}): Setting {
  return {
    credentials: credentialsFor(simulator, ...(vendor === 'all' ? VENDORS : [vendor])),
    parameters: { ...WAYS, resource: vendor, operation: 'risks', since: '30d', options, ...parameters } as never,
  };
}

async function eventsOf(vendor: VendorId): Promise<Record<string, unknown>[]> {
  const found = await execute(ask(vendor, {}, { operation: 'getAll', returnAll: true, output: 'event' }));
  return jsonOf(found.items);
}

describe.each(VENDORS)('Find Risks on %s', (vendor) => {
  test('looks at every event, and each finding names the events that prove it', async () => {
    const { items } = await execute(ask(vendor, ONLY));
    expect(items).toHaveLength(truthOf(simulator, vendor).length);
    const uids = (await eventsOf(vendor)).map(({ uid }) => uid);
    expect(sorted(items.flatMap(({ json }) => json['evidence']))).toEqual(sorted(uids));
    expect(items[0]?.json).toMatchObject({ rule: 'anything', level: 'medium', count: 1, state: 'new', next: 'Ask.' });
  });

  test('runs the rules of Trailhound, and the coverage item says how many ran over how much', async () => {
    const { items } = await execute(ask(vendor, { includeCoverage: true }));
    const about = items.at(-1)?.json as { rules: { rules: number; ran: number } };
    expect(about).toMatchObject({ complete: true, events: truthOf(simulator, vendor).length, total: items.length - 1 });
    expect(about.rules.ran).toBeGreaterThan(10);
    expect(about.rules.ran).toBeLessThan(about.rules.rules);
  });

  test('finds what somebody did after they had left, once there is a roster', async () => {
    const rules = 'offboarded-active';
    const blind = await execute(ask(vendor, { rules }));
    expect(blind).toMatchObject({ items: [], hints: [expect.stringMatching(/1 rule is blind.*\(it needs roster\)/)] });
    const events = await eventsOf(vendor);
    const { email, id, name } = events.map(({ actor }) => actor as Record<string, string>).find(isPerson) ?? {};
    const roster = [
      {
        person: name ?? 'X',
        emails: email === undefined ? [] : [email],
        ids: id === undefined ? [] : [id],
        left_at: '2020-01-01',
      },
    ];
    for (const given of [roster, JSON.stringify(roster)]) {
      const { items } = await execute(ask(vendor, { rules, roster: given }));
      expect(items.map(({ json }) => json['rule'])).toContain('offboarded-active');
    }
  });
});

function isPerson({ kind, email, id }: Readonly<Record<string, string>>): boolean {
  return kind === 'user' && (email ?? id) !== undefined;
}

describe('Find Risks', () => {
  test('returns the most serious first, and nothing below the level', async () => {
    const levels = ['low', 'high', 'critical'];
    const ownRules = levels.map((level) => ({ ...ANYTHING, title: level, name: level, level }));
    const found = await execute(ask('ashby', { ownRules, rules: levels }, { level: 'high' }));
    const told = jsonOf(found.items).map(({ level }) => level);
    expect([...new Set(told)]).toEqual(['critical', 'high']);
  });

  test('leaves out what somebody has dealt with, and says how much that is', async () => {
    const suppressions = [{ rule: 'anything', until: '2099-12-31', by: 'Dana', reason: 'Agreed.' }];
    const { items, hints } = await execute(ask('ashby', { ...ONLY, suppressions, includeCoverage: true }));
    const { length } = truthOf(simulator, 'ashby');
    expect(jsonOf(items)).toEqual([expect.objectContaining({ total: 0, suppressed: length })]);
    expect(hints).toEqual([expect.stringContaining(`Left out: ${length} suppressed findings.`)]);
  });

  test('names the rules that saw nothing because a log could not be read', async () => {
    simulator.set('ashby', { notEnabled: true });
    const { hints } = await execute(ask('all', {}));
    expect(hints[0]).toContain('Partial result: Ashby');
    expect(hints.join(' ')).toMatch(/which is not the same as clean: .*ashby\/[\w-]+ \(not read completely: ashby/);
  });

  test('returns OCSF of the chosen version', async () => {
    const { items } = await execute(ask('ashby', ONLY, { findingOutput: 'ocsf', ocsfVersion: '1.8.0' }));
    expect(firstOf(items)).toMatchObject({ class_uid: 2004, metadata: { version: '1.8.0' } });
  });

  test('answers an agent with one item, without what could instruct or link', async () => {
    simulator.set('ashby', { hostileText: true });
    const { items } = await execute({ ...ask('ashby', ONLY), forAgent: true });
    const [answer, ...others] = jsonOf(items);
    expect(others).toEqual([]);
    const { length } = truthOf(simulator, 'ashby');
    expect(answer).toMatchObject({
      total: length,
      complete: true,
      toNarrow: expect.stringContaining('50 most serious'),
      about: [`1 of 1 rules ran over ${length} events.`],
    });
    expect(answer?.['findings']).toHaveLength(50);
    expect(JSON.stringify(answer)).not.toMatch(/:\/\/\w|<script/);
  });
});

const ENTRY = { rule: 'anything', by: 'Dana', reason: 'Agreed.' };
const BAD: readonly (readonly [string, IDataObject, IDataObject, RegExp, RegExp])[] = [
  ['JSON with a typing error', { ownRules: '[{]' }, {}, /^Options → Own Rules: is no JSON/, /list of Sigma rules/],
  [
    'a rule that cannot run',
    { ownRules: [{ ...ANYTHING, detection: {} }] },
    {},
    /^Options → Own Rules: rule anything/,
    /./,
  ],
  [
    'an unknown rule',
    { rules: 'large-exprot' },
    {},
    /^Options → Rules: there is no rule "large-exprot"/,
    /large-export/,
  ],
  ['a suppression without an end', { suppressions: [ENTRY] }, {}, /^Options → Suppressions → entry 1 → until/, /until/],
  [
    'an end that is no date',
    { suppressions: [{ ...ENTRY, until: 'soon' }] },
    {},
    /entry 1 → until: cannot read soon/,
    /2026-12-31/,
  ],
  ['suppressions that are no list', { suppressions: '{}' }, {}, /^Options → Suppressions: is no list/, /"until"/],
  [
    'a roster with a hole',
    { roster: [{ emails: ['a@example.com'] }] },
    {},
    /^Options → Roster → entry 1 → person/,
    /person/,
  ],
  [
    'a date of leaving that is none',
    { roster: [{ person: 'A', left_at: 'May' }] },
    {},
    /entry 1 → left_at: cannot read May/,
    /date/,
  ],
  ['an unknown level', {}, { level: 'grave' }, /^Level/, /./],
  ['an unknown output', {}, { findingOutput: 'xml' }, /^Output: cannot return xml/, /ocsf/],
];

test.each(BAD)('%s is refused before anything is read', async (_, options, parameters, message, description) => {
  simulator.reset();
  await expect(execute(ask('ashby', options, parameters))).rejects.toMatchObject({
    message: expect.stringMatching(message),
    description: expect.stringMatching(description),
    failure: { cause: 'configuration-invalid' },
  });
  expect(simulator.stats('ashby').requests).toBe(0);
});

test('every product has rules of its own in the node', async () => {
  const { items } = await execute(ask('all', { includeCoverage: true }));
  expect(items.at(-1)?.json).toMatchObject({ rules: { absent: [] } });
});
