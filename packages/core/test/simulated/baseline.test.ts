import { describe, expect, test } from 'vitest';
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
