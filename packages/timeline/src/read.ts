import type { Connection } from '@trailhound/core';
import type { Risks, RisksOptions } from '@trailhound/core/findings';
import { timeline, type Timeline, type TimelineInput } from '@trailhound/core/reply';

/** What a report is made of. */
export interface Reported {
  readonly found: Timeline;
  /** Absent if only some of the events were asked for, because rules look at all of them. */
  readonly risks: Risks | undefined;
}

/** Reads the events of a window for a report, and then once more for the rules, as a question about risks would. */
export async function readReport(
  connections: readonly Connection[],
  input: TimelineInput,
  { documents, suppressions, roster, ownDomains, ...options }: RisksOptions,
): Promise<Reported> {
  const found = await timeline(connections, input, options);
  const { since, until, timeZone, logs, accounts, ...criteria } = found.query;
  if (Object.keys(criteria).length > 0) return { found, risks: undefined };
  const rules = await import('@trailhound/core/findings');
  const brought = { documents, suppressions, roster, ownDomains };
  const asked = { since, until, timeZone, logs, accounts };
  return { found, risks: await rules.risks(connections, asked, { ...options, ...brought }) };
}
