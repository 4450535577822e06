import { describe, expect, test } from 'vitest';
import { ashby, ids, NOW, type Entry } from './ashby-client.ts';

describe('Entries', () => {
  const entries = ashby({}, { events: 4000 }).truth(0, NOW);

  test('have an id of their own, and a time in milliseconds', () => {
    expect(new Set(ids(entries)).size).toBe(4000);
    expect(entries.every(({ timestamp }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(timestamp))).toBe(true);
    expect(entries.some(({ timestamp }) => !timestamp.endsWith('000Z'))).toBe(true);
  });

  test('have the id that the ground truth uses', () => {
    const world = ashby({}, { events: 20 });
    world.simulator.append('ashby', 'audit_log', { entry: { id: 'mine' } });
    const truth = [...world.simulator.truth({ vendor: 'ashby', log: 'audit_log', from: 0, to: NOW + 1 }).entries()];
    expect(truth.map(({ key }) => key)).toEqual(truth.map(({ entry }) => (entry as Entry).id));
  });

  test('have every kind of actor, some without an id', () => {
    const types = Map.groupBy(entries, ({ actor }) => actor?.type);
    expect(new Set(types.keys())).toEqual(new Set(['User', 'ApiUser', 'Automation', 'Support', 'Other']));
    expect(new Set(types.get('Automation')?.map(({ actor }) => actor?.id === null))).toEqual(new Set([true, false]));
    expect(types.get('User')?.every(({ actor }) => actor?.email?.endsWith('@example.com'))).toBe(true);
  });

  test('from before August 2026 have the actor kind Other for keys and support', () => {
    const old = { from: Date.UTC(2026, 6, 20), to: Date.UTC(2026, 7, 4) };
    const truth = ashby({}, old).truth(0, old.to - 1);
    expect(new Set(truth.map(({ actor }) => actor?.type))).toEqual(new Set(['User', 'Automation', 'Other']));
  });

  test('mark everything undocumented as made up', () => {
    for (const { category, target } of entries) {
      expect(category).toMatch(/^(JobStatusChanged$|Fixture[A-Z])/);
      expect(target?.type).toMatch(/^(job$|app_user$|fixture_)/);
    }
  });

  test('have one target type per category, and one type per target id', () => {
    for (const [, group] of Map.groupBy(entries, ({ category }) => category))
      expect(new Set(group.map(({ target }) => target?.type)).size).toBe(1);
    for (const [, group] of Map.groupBy(entries, ({ target }) => target?.id))
      expect(new Set(group.map(({ target }) => target?.type)).size).toBe(1);
  });

  test('have changes, requests and parents in all possible forms', () => {
    const forms = (name: string): Set<string> =>
      new Set(
        entries.map(({ [name]: value }) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value)),
      );
    expect(forms('changedFields')).toEqual(new Set(['object', 'list', 'null']));
    expect(forms('request')).toEqual(new Set(['object', 'null']));
    expect(forms('parentAction')).toEqual(new Set(['object', 'null']));
    expect(entries.some((entry) => 'fixtureExtra' in entry)).toBe(true);
  });

  test('have the same address and actor if they share a request', () => {
    const burst = ashby({ burst: 40 }, { events: 4000 })
      .truth(0, NOW)
      .filter(({ request }) => request !== null);
    const groups = [...Map.groupBy(burst, ({ request }) => request?.id).values()];
    expect(groups.some(({ length }) => length > 1)).toBe(true);
    for (const group of groups) expect(new Set(group.map(({ actor }) => actor?.id)).size).toBe(1);
  });

  test('include stories: a new administrator who creates a key and exports, and Ashby staff', () => {
    const at = entries.findIndex(({ category }) => category === 'FixtureRoleGranted');
    const [granted, key, exported] = entries.slice(at);
    expect(granted).toMatchObject({
      actor: { name: 'Ivy Instance' },
      description: 'Made an Organization Admin of Eli Edge',
    });
    expect(key).toMatchObject({ actor: { id: granted?.target?.id, name: 'Eli Edge' }, category: 'FixtureKeyCreated' });
    expect(exported).toMatchObject({ actor: { name: 'Eli Edge' }, category: 'FixtureCandidatesExported' });
    expect(entries.some((entry) => entry.actor?.type === 'Support' && /confidential/.test(entry.description))).toBe(
      true,
    );
  });

  test('include a night: weakened settings, and exports from an unusual address', () => {
    const hourOf = ({ timestamp }: Entry): number => new Date(timestamp).getUTCHours();
    const weakened = entries.filter(({ category }) => category === 'FixtureSecuritySettingChanged');
    const spree = entries.filter(({ request }) => request?.ipAddress === '203.0.113.66');
    for (const story of [weakened, spree]) {
      expect(story.length).toBeGreaterThan(5);
      expect(story.every((entry) => hourOf(entry) >= 1 && hourOf(entry) < 5)).toBe(true);
    }
  });

  test('written by hand override generated fields, malformed or not', () => {
    const world = ashby({ malformedEvery: 1 });
    const entry = world.simulator.append('ashby', 'audit_log', { entry: { category: 'FixtureMine', actor: null } });
    expect(entry).toMatchObject({ category: 'FixtureMine', actor: null });
  });
});
