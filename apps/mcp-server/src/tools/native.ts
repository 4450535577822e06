import { QueryInput, type Connection } from '@trailhound/core';
import * as z from 'zod';
import { filterFields, firstOf, PAGE, splitFilters, toCore, WHEN, whichAccounts } from './fields.ts';
import { list } from './query.ts';
import { defineTool, type Tool } from './tool.ts';

/** The events of all accounts of one product, with the vendor's native filters. */
export function nativeTool(connections: readonly Connection[]): Tool {
  const connection = firstOf(connections);
  const { provider } = connection;
  const own = Object.keys(provider.filters.shape).length > 0 ? 'filters' : 'log types';
  return defineTool({
    name: `query_${provider.id}_audit_logs`,
    title: `Query ${provider.label} audit logs`,
    description: `Lists ${provider.label} audit log events by ${provider.label}'s own ${own}. Answers like query_audit_logs.`,
    input: z.strictObject({
      ...whichAccounts(connections),
      ...logsOf(connection),
      ...WHEN,
      ...filterFields(connection),
      ...PAGE,
    }),
    run: async ({ detail, ...input }, call) => {
      const { filters, rest } = splitFilters(connection, input);
      const query: QueryInput = { ...toCore(rest), providers: [provider.id] };
      const native = Object.keys(filters).length === 0 ? {} : { filters: { [provider.id]: filters } };
      return list({ ...query, ...native }, PAGE.detail.parse(detail), { ...call, connections });
    },
  });
}

/** An argument to choose logs, if there are several. */
function logsOf({ provider }: Connection): Record<string, z.ZodType> {
  if (provider.logs.length === 1) return {};
  const named = provider.logs.map(({ id, heavy }) => `${id}${heavy === true ? ' (only when named)' : ''}`).join(', ');
  const other = provider.otherLog === undefined ? '' : ', or other:NewType';
  return { logs: QueryInput.shape.logs.describe(`Of ${named}${other}`) };
}
