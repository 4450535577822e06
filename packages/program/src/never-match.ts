import { providers, type Connection, type Provider } from '@trailhound/core';
import type { RulePlan } from '@trailhound/core/findings';
import { FLAGS, suggest, VERBS } from '@trailhound/core/reply';

type Watch = RulePlan['watches'][number];

/** What there is for rules to look at. */
interface Here {
  readonly connections: readonly Connection[];
  /** What the user has provided, by the names that rules need it by. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** Why a rule can never match here; nothing if it can. */
export function whyNever(watch: Watch, plan: RulePlan, { connections, given }: Here): string[] {
  const { rule, logs } = watch;
  const missing = rule.needs.filter((need) => given[need] === undefined);
  if (missing.length > 0) return [`${rule.key}: it needs ${missing.join(' and ')}`];
  const reasons = logs.map((wanted) => whyAbsent(wanted, connections));
  if (!reasons.includes(undefined)) return [`${rule.key}: ${[...new Set(reasons)].join('; ')}`];
  const matchers = plan.matchers.filter(({ links }) => links.some((link) => link.watch === watch));
  const unknown = matchers.map(({ matches }) => unknownWord(matches.needs));
  return unknown.includes(undefined) ? [] : [`${rule.key}: ${[...new Set(unknown)].join('; ')}`];
}

const WORDS: Readonly<Record<string, readonly string[]>> = { verb: VERBS, flags: Object.keys(FLAGS) };

type Needs = RulePlan['matchers'][number]['matches']['needs'];

/** A word that a rule asks for, and no event ever has. */
function unknownWord(needs: Needs): string | undefined {
  for (const [field, known] of Object.entries(WORDS)) {
    const wanted = needs?.get(field);
    if (wanted !== undefined && !known.some((word) => wanted.has(word))) {
      const [first = 'nothing'] = wanted;
      return `no event has the ${field} ${first}. ${suggest(first, known)}`;
    }
  }
  return undefined;
}

function whyAbsent({ product, log }: Watch['logs'][number], connections: readonly Connection[]): string | undefined {
  const known: Readonly<Record<string, Provider>> = providers;
  const connected = connections.filter(({ provider }) => product === undefined || provider.id === product);
  if (connected.some(({ provider }) => log === undefined || provider.logs.some(({ id }) => id === log)))
    return undefined;
  if (product === undefined) return `no log that is connected is called ${log}`;
  const provider = connected[0]?.provider ?? known[product];
  if (provider === undefined) return `there is no product ${product}. ${suggest(product, Object.keys(known))}`;
  const logs = provider.logs.map(({ id }) => id);
  if (log !== undefined && !logs.includes(log)) return `${product} has no log ${log}. ${suggest(log, logs)}`;
  return `${product} is not connected`;
}
