import { VENDOR_IDS } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import { compileRules } from '../../src/findings/compile.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { followRisks, type FollowedRisks, type FollowRisksOptions } from '../../src/findings/follow-risks.ts';
import { RULES } from '../../src/findings/pack/index.ts';
import { risks } from '../../src/findings/risks.ts';
import { START } from '../fake-host.ts';
import { simulated, type Simulated } from '../simulated/world.ts';

const HOUR = 3_600_000;

/** Every event is a finding of one rule, and those of one person within an hour are one of the other. */
const ANYTHING = {
  title: 'Anything',
  name: 'anything',
  logsource: {},
  detection: { any: { 'verb|exists': true }, condition: 'any' },
};
const BUSY = { ...ANYTHING, title: 'Busy', name: 'busy', trailhound: { quiet: '1h' } };
const documents = [ANYTHING, BUSY];
/** What learns from the time before a window knows more there than somebody does who begins to follow. */
const untaught = compileRules([...RULES, ...documents], { level: 'informational' })
  .watches.filter(({ rule }) => rule.learnMs === 0)
  .map(({ rule }) => rule.key);
const all = { level: 'informational', rules: untaught } as const;

function world(switches = {}): Simulated {
  const each = Object.fromEntries(VENDOR_IDS.map((vendor) => [vendor, switches]));
  return simulated({ events: 100, from: START - 12 * HOUR, to: START + 12 * HOUR, switches: each });
}

/** Follows for a day, storing each checkpoint. */
async function followed(from: Simulated, options: FollowRisksOptions = {}): Promise<FollowedRisks[]> {
  const connections = VENDOR_IDS.map((vendor) => from.connect(vendor));
  const calls: FollowedRisks[] = [];
  for (let poll = 0; poll < 25; poll += 1) {
    const checkpoint =
      calls.length === 0 ? undefined : (JSON.parse(JSON.stringify(calls.at(-1)?.checkpoint)) as unknown);
    const given = { documents, lookback: '12h', ...options, checkpoint };
    calls.push(await followRisks(connections, all, given));
    from.host.advance(HOUR);
  }
  return calls;
}

async function inOneWindow(from: Simulated): Promise<readonly Finding[]> {
  const connections = VENDOR_IDS.map((vendor) => from.connect(vendor));
  const since = new Date(START - 12 * HOUR).toISOString();
  const { findings } = await risks(connections, { ...all, since }, { documents });
  return findings;
}

const findingsOf = (calls: readonly FollowedRisks[]): Finding[] => calls.flatMap(({ findings }) => [...findings]);
const idsOf = (findings: readonly Finding[]): string[] => findings.map(({ id }) => id).toSorted();

describe('Risks that are followed', () => {
  test('are those of one window, with the same ids, each told once', async () => {
    const from = world();
    const told = findingsOf(await followed(from));
    const expected = await inOneWindow(from);
    const news = told.filter(({ state }) => state === 'new');
    expect(idsOf(news)).toEqual(idsOf(expected));
    expect(news.length).toBeGreaterThan(200);
  });

  test('are told again as updated with every event that belongs to them, until they are as in one window', async () => {
    const from = world();
    const told = findingsOf(await followed(from));
    expect(told.some(({ state }) => state === 'updated')).toBe(true);
    const last = new Map(told.map((finding) => [finding.id, finding.count]));
    for (const { id, count } of await inOneWindow(from)) expect(last.get(id), id).toBe(count);
  });

  test('are all told, and none twice, although events come late', async () => {
    const from = world({ lateEvery: 4, lateMs: 5 * HOUR });
    const news = findingsOf(await followed(from)).filter(({ state }) => state === 'new');
    const seen = new Set(news.flatMap(({ rule, evidence }) => evidence.map((uid) => `${rule} ${uid}`)));
    const expected = await inOneWindow(from);
    const single = expected.filter(({ rule }) => rule === 'anything');
    for (const { rule, evidence } of single) expect(seen.has(`${rule} ${evidence[0]}`)).toBe(true);
    const firsts = news.map(({ rule, evidence }) => `${rule} ${evidence[0]}`);
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(news.filter(({ rule }) => rule === 'anything')).toHaveLength(single.length);
  });

  test('are told again after a crash before the checkpoint was stored, with the same ids', async () => {
    const from = world();
    const connections = [from.connect('ashby')];
    const first = await followRisks(connections, {}, { documents });
    from.host.advance(6 * HOUR);
    const again = await Promise.all(
      [1, 2].map(() => followRisks(connections, {}, { documents, checkpoint: structuredClone(first.checkpoint) })),
    );
    const [once = [], twice] = again.map(({ findings }) => idsOf(findings));
    expect(once.length).toBeGreaterThan(5);
    expect(twice).toEqual(once);
  });

  test('leave out those that are suppressed, and say how many', async () => {
    const suppressions = [{ rule: 'anything', until: '2099-12-31', by: 'Dana', reason: 'Agreed.' }];
    const [first] = await followed(world(), { suppressions });
    expect(first?.suppressed).toBeGreaterThan(50);
    expect(first?.findings.map(({ rule }) => rule)).not.toContain('anything');
  });

  test.each([30_000, 200_000])('keep at most %i characters', async (mostKept) => {
    const sizes = (await followed(world(), { mostKept })).map(
      ({ checkpoint }) => JSON.stringify(checkpoint.rules).length,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(mostKept);
  });
});

describe('What was kept of the rules', () => {
  const rule = (title: string) => ({
    ...ANYTHING,
    title,
    name: 'new',
    trailhound: { learn: '1h', new_value: { of: ['actor.key'] } },
  });
  const own = { level: 'informational' as const, rules: ['new', 'anything'] };

  async function after(
    kept: (checkpoint: FollowedRisks['checkpoint']) => unknown,
    changed: object,
  ): Promise<FollowedRisks> {
    const from = world();
    const connections = [from.connect('ashby')];
    const first = await followRisks(connections, own, { documents: [ANYTHING, rule('New')], lookback: '12h' });
    expect(first.restarted).toEqual([]);
    from.host.advance(HOUR / 2);
    return followRisks(connections, own, { documents: [ANYTHING, changed], checkpoint: kept(first.checkpoint) });
  }

  test('goes on if only the words of a rule change', async () => {
    const { restarted, rules } = await after((checkpoint) => checkpoint, rule('Other words'));
    expect([restarted, rules.learning]).toEqual([[], []]);
  });

  test('is forgotten of a rule that has changed, which learns anew and takes nothing for new meanwhile', async () => {
    const changed = { ...rule('New'), trailhound: { learn: '2h', new_value: { of: ['actor.key'] } } };
    const { restarted, rules, findings } = await after((checkpoint) => checkpoint, changed);
    expect(restarted).toEqual([{ rule: 'new', why: expect.stringContaining('learns anew') }]);
    expect(rules.learning.map((one) => one.rule)).toEqual(['new']);
    expect(findings.map((one) => one.rule)).not.toContain('new');
  });

  test.each([
    ['another version', (rules: object) => ({ ...rules, v: 2 })],
    ['no shape', () => 'nonsense'],
  ])('is forgotten if it has %s, and that is said', async (_, spoil) => {
    const { restarted, rules, findings } = await after(
      (checkpoint) => ({ ...checkpoint, rules: spoil(checkpoint.rules) }),
      rule('New'),
    );
    expect(restarted).toEqual([{ rule: 'all', why: expect.stringContaining('learn anew') }]);
    expect(rules.learning.map((one) => one.rule)).toEqual(['new']);
    expect(findings.every((one) => one.rule === 'anything')).toBe(true);
  });

  test('may be missing, as in a checkpoint of events', async () => {
    const { restarted, findings } = await after(({ v, logs }) => ({ v, logs }), rule('New'));
    expect(restarted).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });
});
