import { besides, NOTICE, type Found } from '@trailhound/core/reply';
import type { Call, Looked, Result } from '../tools/tool.ts';
import { coverageOf } from './coverage.ts';
import { compact, type JsonObject } from '@trailhound/program';
import { onlyOnce } from './once.ts';
import { ARGUMENTS } from './words.ts';

/** Builds an answer: the common parts around a body. Throws if nothing could be read. */
export function reply(
  call: Call,
  { query, coverage, events, shown, undone }: Omit<Found, 'connections'>,
  body: JsonObject,
): Result & { looked: Looked } {
  const found = { query, coverage, events, shown, undone, connections: call.connections };
  const { orders, missing, ending, empty, alsoSearched, samePeople, ...said } = besides(found, ARGUMENTS);
  const echoed = call.echo(query);
  return {
    body: compact({
      notice: NOTICE,
      ...echoed,
      also_searched: alsoSearched,
      ...body,
      same_people: samePeople,
      undone: said.undone,
      warnings: [...orders, ...missing, ...onlyOnce(call.service, ending)],
      hints: empty,
      coverage: coverageOf(coverage, namesAll(echoed)),
    }),
    looked: { query, coverage, events },
  };
}

/** Whether the query is echoed in full, with the names of its logs. */
function namesAll({ query, query_note: isCut }: JsonObject): boolean {
  return isCut === undefined && typeof query === 'object' && query !== null && 'logs' in query;
}
