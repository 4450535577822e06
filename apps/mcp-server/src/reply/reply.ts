import { besides, NOTICE, type Found } from '@trailhound/core/reply';
import type { Call, Looked, Result } from '../tools/tool.ts';
import { coverageOf } from './coverage.ts';
import { compact, type JsonObject } from '@trailhound/program';
import { ARGUMENTS } from './words.ts';

/** An answer: what each of them says, around what this one has to say. Where nothing could be read there is none. */
export function reply(
  call: Call,
  { query, coverage, events }: Omit<Found, 'connections'>,
  body: JsonObject,
): Result & { looked: Looked } {
  const { missing, ending, empty } = besides({ query, coverage, events, connections: call.connections }, ARGUMENTS);
  return {
    body: compact({
      notice: NOTICE,
      ...call.echo(query),
      ...body,
      warnings: [...missing, ...ending],
      hints: empty,
      coverage: coverageOf(coverage),
    }),
    looked: { query, coverage, events },
  };
}
