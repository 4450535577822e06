import type { AnyMachine } from './machine.ts';
import type { RulePlan, Watch } from './plan.ts';

/** The same plan, in which each rule learns from a time of its own: one that was changed knows nothing of before. */
export function learningSince(plan: RulePlan, startOf: (rule: string) => number): RulePlan {
  const watches = new Map<Watch, Watch>(
    plan.watches.map((watch) => [watch, { ...watch, machine: startingAt(watch.machine, startOf(watch.rule.key)) }]),
  );
  return {
    ...plan,
    watches: [...watches.values()],
    matchers: plan.matchers.map((matcher) => ({
      ...matcher,
      links: matcher.links.map((link) => ({ ...link, watch: watches.get(link.watch) ?? link.watch })),
    })),
  };
}

function startingAt(machine: AnyMachine, start: number): AnyMachine {
  const { step, idle } = machine;
  return {
    ...machine,
    step: (state, hit, since) => step(state, hit, Math.max(since, start)),
    ...(idle === undefined ? {} : { idle: (state, now, since) => idle(state, now, Math.max(since, start)) }),
  };
}
