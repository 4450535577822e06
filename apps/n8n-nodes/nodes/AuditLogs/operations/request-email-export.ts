import { parseWindow, requestExport } from '@trailhound/core';
import { readNativeFilters } from '../fields/native-filters.ts';
import { limitsOf, windowOf } from '../query.ts';
import type { Job, Outcome } from './operation.ts';

/** Asks the vendor to e-mail an export of the window. */
export async function requestEmailExport({ host, connections, deadline }: Job): Promise<Outcome> {
  const items = [];
  for (const connection of connections) {
    const { provider } = connection;
    const log = provider.logs[0].id;
    const window = parseWindow(windowOf(host), connection.ports.now());
    const filters = readNativeFilters(provider, host.parameter);
    const notices = await requestExport(connection, { log, window, filters }, limitsOf(host, deadline));
    const [since, until] = [window.from, window.to].map((time) => new Date(time).toISOString());
    items.push({ json: { requested: true, provider: provider.id, log, since, until, notices: [...notices] } });
  }
  return { items, hints: [] };
}
