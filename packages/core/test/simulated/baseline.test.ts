import { describe, expect, test } from 'vitest';
import { followRisks, type FollowedRisks, type FollowRisksOptions } from '../../src/findings/follow-risks.ts';
import { risks, type RisksOptions } from '../../src/findings/risks.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { START } from '../fake-host.ts';
import { simulated, type Simulated } from './world.ts';

const DAY = 86_400_000;

/** Who exports on which days before now. */
function exporting(days: Readonly<Record<string, readonly number[]>>, world = simulated({ events: 0 })): Simulated {
  for (const [name, ago] of Object.entries(days)) {
    for (const day of ago) {
      world.simulator.append('ashby', 'audit_log', {
        time: START - day * DAY,
        entry: {
          category: 'ReportExported',
          target: { type: 'report', id: 'r1' },
          actor: { type: 'User', id: name, email: `${name}@example.com`, name },
          request: { id: 'r', ipAddress: '192.0.2.1' },
        },
      });
    }
  }
  return world;
}

const who = (findings: readonly Finding[]): string[] => findings.flatMap(({ who: names }) => names);
const ask = (world: Simulated, more: object = {}, options: RisksOptions = {}): ReturnType<typeof risks> =>
  risks([world.connect('ashby')], { rules: ['first-export'], ...more }, options);

describe('What is usual is learnt from before the window:', () => {
  test('who has exported then is not new, and who begins now is', async () => {
    const { findings, rules } = await ask(exporting({ ann: [36, 20, 1], bob: [2, 1] }));
    expect(who(findings)).toEqual(['bob@example.com']);
    expect([rules.ran, rules.learning]).toEqual([1, []]);
  });

  test('a window as long as the rule learns is judged from its first day', async () => {
    const { findings } = await ask(exporting({ ann: [59, 40, 25, 1], bob: [28] }), { since: '30d' });
    expect(who(findings)).toEqual(['bob@example.com']);
  });

  test('what was found before the window is no answer', async () => {
    const { findings, events } = await ask(exporting({ ann: [36, 20, 1], bob: [9] }));
    expect([who(findings), events]).toEqual([[], 1]);
  });

  test('from its first event on, so that nobody is new where everything is', async () => {
    const { findings, rules } = await ask(exporting({ ann: [20, 1], bob: [2] }));
    expect([findings, rules.learning]).toEqual([[], [{ rule: 'first-export', why: '20 of 30 days' }]]);
  });

  test('a log that cannot be read keeps nobody else from learning', async () => {
    const world = exporting(
      { ann: [36, 20, 1], bob: [2] },
      simulated({ events: 0, switches: { zendesk: { noAccess: true } } }),
    );
    const found = await risks([world.connect('zendesk'), world.connect('ashby')], { rules: ['first-export'] });
    expect(who(found.findings)).toEqual(['bob@example.com']);
    expect(found.complete).toBe(false);
  });

  test('nothing is found by what could not be learnt for lack of pages, which is said', async () => {
    const { findings, rules, complete } = await ask(exporting({ ann: [36, 20, 1], bob: [2] }), {}, { maxPages: 4 });
    expect([findings, complete]).toEqual([[], true]);
    expect(rules.learning).toEqual([
      { rule: 'first-export', why: '7 of 30 days; to read the time before would take too long' },
    ]);
  });

  test('nothing is read for it if no rule learns', async () => {
    const without = exporting({});
    await ask(without, { rules: ['large-export'] });
    const withIt = exporting({});
    await ask(withIt);
    const asked = (world: Simulated): number => world.simulator.stats('ashby').log.length;
    expect(asked(without)).toBeLessThan(asked(withIt));
  });
});

describe('A time before that is too much to read', () => {
  const much = (): Simulated => simulated({ events: 3000, unlimited: true });
  const requests = async (world: Simulated, options: RisksOptions, rules = ['first-export']): Promise<number> => {
    const before = world.simulator.stats('ashby').log.length;
    await ask(world, { rules }, options);
    return world.simulator.stats('ashby').log.length - before;
  };
  /** A connection for all questions, as in a server. */
  function inOneProcess(): Simulated {
    const world = much();
    const connection = world.connect('ashby');
    return { ...world, connect: () => connection };
  }
  // A fifth of 60 pages holds 1,200 of the 3,000 events before.
  const narrow = { maxPages: 60 };

  test('is tried once, and not with every question', async () => {
    const world = inOneProcess();
    const [first, second] = [await requests(world, narrow), await requests(world, narrow)];
    expect(first - second).toBe(12);
    world.host.advance(3_600_000);
    expect(await requests(world, narrow)).toBe(first);
  });

  test('is read as far as it fits, for rules that learn fast enough', async () => {
    const world = inOneProcess();
    const fast = { rules: ['first-export', 'new-service-key'], since: '12d' };
    const [before, after] = [await ask(world, fast, narrow), await ask(world, fast, narrow)];
    expect(before.rules.learning.map(({ rule }) => rule)).toEqual(['new-service-key', 'first-export']);
    expect(after.rules.learning).toEqual([
      {
        rule: 'first-export',
        why: expect.stringMatching(/^1\d of 30 days; to read more of the time before would take too long$/),
      },
    ]);
  });

  test('is read farther with each question, as far as the budget goes', async () => {
    const world = inOneProcess();
    const days: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const { rules } = await ask(world, { rules: ['first-export', 'new-service-key'], since: '12d' }, narrow);
      days.push(Number.parseInt(rules.learning.at(-1)?.why ?? '', 10));
    }
    expect(days[1]).toBeGreaterThan(days[0] ?? 0);
    expect(days.at(-1)).toBeGreaterThan(days[1] ?? 0);
    expect(days).toEqual(days.toSorted((one, other) => one - other));
  });

  test('is no reason to try less in another process, or of another log', async () => {
    const world = much();
    const first = await requests(world, narrow);
    expect(await requests(world, narrow)).toBe(first);
  });
});

describe('Who begins to follow learns from before, too:', () => {
  const rules = ['first-export'];
  async function twice(world: Simulated, options: FollowRisksOptions = {}): Promise<[FollowedRisks, FollowedRisks]> {
    const connections = [world.connect('ashby')];
    const first = await followRisks(connections, { rules }, options);
    world.host.advance(DAY);
    const checkpoint = JSON.parse(JSON.stringify(first.checkpoint)) as unknown;
    return [first, await followRisks(connections, { rules }, { ...options, checkpoint })];
  }

  test('who has exported then is not new, and who begins now is', async () => {
    const [first, second] = await twice(exporting({ ann: [30, 20, -0.5], bob: [-0.5] }));
    expect([first.rules.ran, first.findings]).toEqual([1, []]);
    expect(who(second.findings)).toEqual(['bob@example.com']);
  });

  test('nothing from before is told', async () => {
    const [first, second] = await twice(exporting({ ann: [30, 20], bob: [0.5] }));
    expect([...first.findings, ...second.findings]).toEqual([]);
  });

  test('no silence from before, either', async () => {
    const days = [...Array.from({ length: 20 }, (_, day) => 29.5 - day), 2, 1, 0.5];
    const connections = [exporting({ ann: days }).connect('ashby')];
    const { findings, rules: ran } = await followRisks(connections, { rules: ['audit-gap', ...rules] });
    expect([findings, ran.learning.map(({ rule }) => rule)]).toEqual([[], rules]);
  });

  test('with a lookback, before that', async () => {
    const [first] = await twice(exporting({ ann: [36, 20, 1], bob: [2] }), { lookback: '7d' });
    expect(who(first.findings)).toEqual(['bob@example.com']);
  });

  test('each log from its first event on, also after a restart', async () => {
    const [first, second] = await twice(exporting({ ann: [20], bob: [-0.5] }));
    expect(first.rules.learning).toEqual([{ rule: 'first-export', why: '20 of 30 days' }]);
    expect(second.rules.learning).toEqual([{ rule: 'first-export', why: '21 of 30 days' }]);
    expect(second.findings).toEqual([]);
  });

  test('as far as it fits, which is said', async () => {
    const [first, second] = await twice(simulated({ events: 3000, unlimited: true }), { maxPages: 60 });
    const days = ({ rules: { learning } }: FollowedRisks): number => Number.parseInt(learning[0]?.why ?? '', 10);
    expect(first.rules.learning[0]?.why).toContain(' of 30 days; to read more of the time before would take too long');
    expect(days(first)).toBeGreaterThan(4);
    expect(days(second)).toBe(days(first) + 1);
  });

  test('not at all if no time is left for it', async () => {
    const world = exporting({ ann: [30, 20] });
    const [first] = await twice(world, { deadline: START });
    expect(first.rules.learning[0]?.why).toMatch(/^0 of 30 days; .* would take too long$/);
  });

  test('a product that is added later begins with itself', async () => {
    const world = exporting({ ann: [30, 20] });
    const first = await followRisks([world.connect('ashby')], { rules });
    world.host.advance(DAY);
    world.simulator.append('zendesk', 'audit_logs', {
      time: START + DAY + 1000,
      entry: { action: 'exported', source_type: 'user', actor_id: 5, actor_name: 'Zed' },
    });
    const both = [world.connect('ashby'), world.connect('zendesk')];
    const second = await followRisks(both, { rules }, { checkpoint: first.checkpoint });
    world.host.advance(DAY);
    const third = await followRisks(both, { rules }, { checkpoint: second.checkpoint });
    expect([third.events, second.findings, third.findings]).toEqual([1, [], []]);
  });
});
