import { parseWindow, requestExport, type Connection } from '@trailhound/core';
import * as z from 'zod';
import { NOTICE } from '../answer/harmless.ts';
import { filterFields, splitFilters, toCore, WHEN } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

/** The vendor's own export, which comes as an e-mail to the user of the credential. */
export function requestExportTool(connection: Connection): Tool {
  const { provider } = connection;
  return defineTool({
    name: `request_${provider.id}_audit_export`,
    title: `Request a ${provider.label} audit log export`,
    description: `${provider.label} e-mails its audit log as CSV to the credential's user. Every call sends an e-mail: ask the user first.`,
    input: z.strictObject({ ...WHEN, ...filterFields(connection, { brief: 0, paging: false }) }),
    writes: true,
    run: async (input, { options }) => {
      const { filters, rest } = splitFilters(connection, input);
      const window = parseWindow(toCore(rest), connection.ports.now());
      const log = provider.logs[0].id;
      const notices = await requestExport(connection, { log, window, filters }, options);
      const query = {
        since: new Date(window.from).toISOString(),
        until: new Date(window.to).toISOString(),
        ...filters,
      };
      return { body: { notice: NOTICE, requested: true, query, notices }, looked: { query, events: 0 } };
    },
  });
}
