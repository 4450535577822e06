import { parseWindow, requestExport, type Connection } from '@trailhound/core';
import { accountOf, NOTICE } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, compact } from '@trailhound/program';
import { asInQuery, filterFields, firstOf, splitFilters, toCore, WHEN } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

/** The vendor's own export, which is e-mailed to the user of the credential. */
export function requestExportTool(connections: readonly Connection[]): Tool {
  const first = firstOf(connections);
  const { provider } = first;
  return defineTool({
    name: `request_${provider.id}_audit_export`,
    title: `Request a ${provider.label} audit log export`,
    description: `${provider.label} e-mails its audit log as CSV to the credential's user. Every call sends an e-mail: ask the user first.`,
    input: z.strictObject({
      ...whichOne(connections),
      ...asInQuery({ ...WHEN, ...filterFields(first, { paging: false }) }),
    }),
    writes: true,
    run: async ({ account, ...input }, call) => {
      const connection = connections.find((one) => account === accountOf(one)) ?? first;
      const { filters, rest } = splitFilters(connection, input);
      const window = parseWindow(toCore(rest), connection.ports.now());
      const log = provider.logs[0].id;
      const notices = await requestExport(connection, { log, window, filters }, call.options);
      const query = { since: new Date(window.from).toISOString(), until: new Date(window.to).toISOString() };
      const body = { notice: NOTICE, requested: true, account, ...call.echo(query), notices };
      return { body: compact(body), looked: { query, events: 0 } };
    },
  });
}

/** A required argument to choose the account that sends the e-mail, if there are several. */
function whichOne(connections: readonly Connection[]): { account?: z.ZodType<string> } {
  const names = accountNames(connections);
  return names.length === 0 ? {} : { account: z.enum(names).describe('Account') };
}
