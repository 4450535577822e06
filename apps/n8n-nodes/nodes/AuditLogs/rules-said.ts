import { leftOut, type NotRun, type Risks } from '@trailhound/core/findings';

type Looked = Pick<Risks, 'events' | 'rules' | 'suppressed' | 'filtered' | 'late' | 'forgotten'>;

/** Which rules really looked at what, and what was left out. */
export function saidOfRules(looked: Looked): string[] {
  const { events, rules } = looked;
  const { ran, rules: all, learning, blind, absent } = rules;
  const left = leftOut(looked);
  const states = Object.entries({ 'still learning': learning, blind }).filter(([, those]) => those.length > 0);
  return [
    `${ran} of ${all} rules ran over ${events.toLocaleString('en')} events.`,
    ...states.map(([state, those]) => `${counted(those)} ${state}, which is not the same as clean: ${named(those)}.`),
    ...(absent.length === 0 ? [] : [`${counted(absent)} about products or logs that are not read here.`]),
    ...(left.length === 0 ? [] : [`Left out: ${left.join(', ')}.`]),
  ];
}

function counted({ length }: readonly NotRun[]): string {
  return length === 1 ? '1 rule is' : `${length} rules are`;
}

function named(rules: readonly NotRun[]): string {
  return rules.map(({ rule, why }) => `${rule} (${why})`).join(', ');
}
