import type { Connection } from '@trailhound/core';
import type { Roster, Suppression } from '@trailhound/core/findings';
import { compact, type JsonObject } from './json.ts';
import { whyNever } from './never-match.ts';
import { readRoster, readRuleFiles, readSuppressions } from './rule-files.ts';

/** Where a team keeps what it brings. */
export interface TeamFiles {
  readonly rules?: string | undefined;
  readonly suppressions?: string | undefined;
  readonly roster?: string | undefined;
  readonly ownDomains?: readonly string[] | undefined;
}

/** What a team brings to find risks, besides the rules that come with Trailhound. */
export interface Team {
  readonly documents?: readonly unknown[];
  readonly suppressions?: readonly Suppression[];
  readonly roster?: Roster;
  readonly ownDomains?: readonly string[];
}

/** Reads what a team brings; nothing if it brings nothing. Refuses what is wrong, with file and line. */
export async function readTeam({ rules, suppressions, roster, ownDomains }: TeamFiles): Promise<Team | undefined> {
  if ((rules ?? suppressions ?? roster ?? ownDomains) === undefined) return undefined;
  return {
    ...(rules !== undefined && { documents: await readRuleFiles(rules) }),
    ...(suppressions !== undefined && { suppressions: await readSuppressions(suppressions) }),
    ...(roster !== undefined && { roster: await readRoster(roster) }),
    ...(ownDomains !== undefined && { ownDomains }),
  };
}

/** What was loaded, and which rules of the team can never match here. */
export async function describeTeam(
  { documents, suppressions, roster, ownDomains }: Team,
  connections: readonly Connection[],
  now: number,
): Promise<JsonObject> {
  const { compileRules, isInForce, RULES } = await import('@trailhound/core/findings');
  const own = (documents ?? []) as readonly Readonly<Record<string, unknown>>[];
  const filters = own.filter((document) => 'filter' in document).length;
  const shipped = new Set(compileRules(RULES).watches.map(({ rule }) => rule.key));
  const plan = compileRules([...RULES, ...own]);
  const added = plan.watches.filter(({ rule }) => !shipped.has(rule.key));
  const given: Readonly<Record<string, unknown>> = { roster, own_domains: ownDomains };
  const inForce = suppressions?.filter((one) => isInForce(one, now)).length ?? 0;
  return compact({
    rules: documents && own.length - filters,
    filters: documents && filters,
    never_match: added.flatMap((watch) => whyNever(watch, plan, { connections, given })),
    people: roster?.people,
    own_domains: ownDomains,
    suppressions: suppressions && inForce,
    ended_suppressions: suppressions && suppressions.length - inForce,
  });
}
