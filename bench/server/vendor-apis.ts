import { WINDOW, type Measured } from '../vendors/facts.ts';

/** Whatever a vendor or a tool sends. */
// oxlint-disable-next-line typescript/no-explicit-any -- a script of somebody who knows the API reads it like this
export type Entry = any;

/** Calls a tool of one of the generic servers, and returns its answer as JSON. */
export type CallVendor = (vendor: Measured, given: Readonly<Record<string, unknown>>) => Promise<Entry>;

export const [FROM, TO] = [new Date(WINDOW.from).toISOString(), new Date(WINDOW.to).toISOString()];

export function gongAsk(logType: string, more: Entry = {}): Entry {
  return { logType, fromDateTime: FROM, toDateTime: TO, ...more };
}

export async function gongAll(call: CallVendor, logType: string, more: Entry = {}): Promise<Entry[]> {
  return all(async (cursor) => {
    const page = await call('gong', gongAsk(logType, { ...more, ...(cursor && { cursor }) }));
    return { entries: page.logEntries ?? [], cursor: page.records?.cursor };
  });
}

/** Without a window: the generic server joins values with commas, and Zendesk wants them one by one. All entries are of June. */
export function zendeskAsk(more: Entry): Entry {
  return { 'page[size]': 100, sort: '-created_at', ...more };
}

export async function zendeskAll(call: CallVendor, more: Entry): Promise<Entry[]> {
  return all(async (cursor) => {
    const page = await call('zendesk', zendeskAsk({ ...more, ...(cursor && { 'page[after]': cursor }) }));
    return { entries: page.audit_logs, cursor: page.meta.has_more ? page.meta.after_cursor : undefined };
  });
}

export async function ashbyAll(call: CallVendor): Promise<Entry[]> {
  return all(async (cursor) => {
    const page = await call('ashby', { startDate: FROM, endDate: TO, limit: 100, ...(cursor && { cursor }) });
    return { entries: page.results, cursor: page.nextCursor ?? undefined };
  });
}

async function all(
  turn: (cursor: string | undefined) => Promise<{ entries: Entry[]; cursor: string | undefined }>,
): Promise<Entry[]> {
  const found: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page = await turn(cursor);
    found.push(...page.entries);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return found;
}
