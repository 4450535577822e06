import { jsonReply, type Reply, type World } from '../../vendor.ts';
import type { SimulatedPage } from '../../paging.ts';
import type { TokenDesk } from '../../tokens.ts';
import { hex } from '../../world/chance.ts';
import type { Item, SimulatedLog } from '../../world/log.ts';
import type { Fields } from './context.ts';
import { gongEntry, twinOf } from './entries.ts';
import { withBareIds } from './people.ts';
import type { GongSettings } from './switches.ts';

/** The state that all parts of the simulated Gong share. */
export interface Gong {
  readonly world: World;
  readonly settings: GongSettings;
  readonly logs: Readonly<Record<string, SimulatedLog>>;
  readonly desk: TokenDesk;
}

/** Gong's errors are only texts, without codes. */
export function refused(
  { world }: Pick<Gong, 'world'>,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const requestId = hex(20, 'request', world.clock.now(), text);
  return jsonReply(status, { requestId, errors: [text] }, { 'x-traceid': requestId, ...headers });
}

/** One page of a log, in Gong's envelope. */
export function pageReply({ settings, world }: Gong, log: string, page: SimulatedPage, total: number): Reply {
  const requestId = hex(20, 'request', world.clock.now(), log, page.page);
  const context = { world, settings, log };
  const entries = page.items.flatMap((item) => {
    const entry = gongEntry(item, context);
    return isTwin(item, settings) ? [entry, twinOf(entry)] : [entry];
  });
  const records = {
    totalRecords: total,
    ...(settings.leanRecords === 'noPageSize' ? {} : { currentPageSize: entries.length }),
    currentPageNumber: page.page,
    ...cursorField(settings, page.next),
    ...(settings.extraFields ? { unheardOf: { pages: null } } : {}),
  };
  const lean = settings.leanRecords === 'noRecords' && page.next === undefined;
  const list = settings.catalogueShape
    ? { logs: entries.map((entry, index) => catalogueEntry(entry, log, page.items[index]?.number ?? 0)) }
    : { logEntries: entries };
  const extra = settings.extraFields ? { unheardOf: [1, 'two', null] } : {};
  const body = { requestId, ...(lean ? {} : { records }), ...list, ...extra };
  const reply = jsonReply(200, body, { 'x-traceid': requestId });
  return { ...reply, body: withBareIds(reply.body) };
}

function isTwin({ number }: Item, { twins }: GongSettings): boolean {
  return twins > 0 && number % twins === 0;
}

function cursorField({ emptyCursor }: GongSettings, next: string | undefined): Fields {
  if (next !== undefined) return { cursor: next };
  return emptyCursor === 'absent' ? {} : { cursor: emptyCursor === 'null' ? null : '' };
}

function catalogueEntry(entry: Fields, logType: string, number: number): Fields {
  return {
    id: `${logType}-${number}`,
    logType,
    timestamp: entry['eventTime'],
    userId: entry['userId'],
    userEmail: entry['userEmailAddress'],
    action: 'view',
    resourceType: 'call',
    resourceId: String(number),
    details: { note: 'catalogue' },
    ipAddress: '192.0.2.44',
  };
}
