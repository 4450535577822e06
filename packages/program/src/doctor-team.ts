import type { Connection } from '@trailhound/core';
import type { JsonObject } from './json.ts';
import { describeTeam, type Team } from './team.ts';

/** The doctor's findings about what a team brings. */
interface TeamFindings {
  readonly json: JsonObject;
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

/** What was loaded; a rule that can never match here is a warning. */
export async function examineTeam(
  team: Team | undefined,
  connections: readonly Connection[],
  now: number,
): Promise<TeamFindings> {
  if (team === undefined) return { json: {}, lines: [], warnings: [] };
  const loaded = await describeTeam(team, connections, now);
  const { never_match: never = [], ...rest } = loaded as JsonObject & { readonly never_match?: readonly string[] };
  const lines = Object.entries(rest).map(
    ([name, value]) => `    ${name.replaceAll('_', ' ').padEnd(19)} ${String(value)}`,
  );
  return {
    json: { findings: loaded },
    lines: [['✓ For findings', ...lines, ''].join('\n')],
    warnings: never.map((one) => `A rule can never match here. ${one}`),
  };
}
