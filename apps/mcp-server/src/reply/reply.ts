import type { Coverage } from '@trailhound/core';
import {
  endingCredentials,
  missingFrom,
  NOTICE,
  requireAnswer,
  whyEmpty,
  type DescribedQuery,
} from '@trailhound/core/reply';
import type { Call, Looked, Result } from '../tools/tool.ts';
import { coverageOf } from './coverage.ts';
import { compact, type JsonObject } from '@trailhound/program';
import { ARGUMENTS } from './words.ts';

/** What a question has found, as far as every answer says it. */
export interface Found {
  readonly query: Partial<DescribedQuery>;
  readonly coverage: readonly Coverage[];
  /** How many events the answer is made of. */
  readonly events: number;
}

/** An answer: what each of them says, around what this one has to say. Where nothing could be read there is none. */
export function reply(call: Call, { query, coverage, events }: Found, body: JsonObject): Result & { looked: Looked } {
  requireAnswer(coverage);
  const { connections } = call;
  return {
    body: compact({
      notice: NOTICE,
      ...call.echo(query),
      ...body,
      warnings: [...missingFrom(coverage, ARGUMENTS), ...endingCredentials(connections)],
      hints: events > 0 ? [] : whyEmpty({ query, coverage, connections }, ARGUMENTS),
      coverage: coverageOf(coverage),
    }),
    looked: { query, coverage, events },
  };
}
