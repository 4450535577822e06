import type { Simulator } from '@trailhound/simulator';
import { WINDOW, type Measured } from '../vendors/facts.ts';
import type { Peer } from './rpc.ts';
import {
  ashbyAll,
  FROM,
  gongAll,
  gongAsk,
  TO,
  zendeskAll,
  zendeskAsk,
  type CallVendor,
  type Entry,
} from './vendor-apis.ts';

/** The raw entries of a log, from the simulator's ground truth. */
export type Truth = (vendor: Measured, log: string) => Entry[];
/** A question, how each side gets the answer, and the answer as one comparable text. */
export interface Question {
  readonly asks: string;
  readonly truth: (entries: Truth) => string;
  readonly ours: readonly [tool: string, given: Readonly<Record<string, unknown>>];
  /** Extracts the answer from the tool's result. */
  readonly read: (answer: Answer) => string;
  /** The best that a script can do with the vendors' own endpoints. A model would have to count by itself. */
  readonly theirs: (call: CallVendor) => Promise<string>;
}

interface Answer {
  readonly total: number;
  readonly events: number;
  readonly groups: readonly { readonly distinct: number; readonly top: readonly (readonly [string, number])[] }[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export const GONG_LOGS = [
  'UserActivityLog',
  'UserCallPlay',
  'ExternallySharedCallAccess',
  'ExternallySharedCallPlay',
] as const;
const JUNE = { since: FROM, until: TO };
const DAY = { from: '2026-06-10T00:00:00.000Z', to: '2026-06-11T00:00:00.000Z' };
const ELI = 'eli.edge@example.com';

export const QUESTIONS: readonly Question[] = [
  {
    asks: 'How many events did each product log in June?',
    truth: (entries) =>
      counts([
        ...GONG_LOGS.flatMap((log) => entries('gong', log).map(() => 'gong')),
        ...entries('zendesk', 'audit_logs').map(() => 'zendesk'),
        ...entries('ashby', 'audit_log').map(() => 'ashby'),
      ]),
    ours: ['summarize_audit_logs', { ...JUNE, by: ['provider'] }],
    read: ({ groups }) => said(groups[0]?.top ?? []),
    theirs: async (call) => {
      let gong = 0;
      for (const log of GONG_LOGS) gong += (await call('gong', gongAsk(log))).records.totalRecords as number;
      const { count } = await call('zendesk', { page: 1, per_page: 1 });
      return said([
        ['gong', gong],
        ['zendesk', count as number],
        ['ashby', (await ashbyAll(call)).length],
      ]);
    },
  },
  {
    asks: 'Who did most in Zendesk in June?',
    truth: (entries) => most(entries('zendesk', 'audit_logs').map(({ actor_name: name }) => name)),
    ours: ['summarize_audit_logs', { ...JUNE, providers: ['zendesk'], by: ['actor'], top: 1 }],
    read: first,
    theirs: async (call) => most((await zendeskAll(call, {})).map(({ actor_name: name }) => name)),
  },
  {
    asks: 'Who exported most from Zendesk in June?',
    truth: (entries) => most(zendesk(entries, 'exported').map(({ actor_name: name }) => name)),
    ours: ['summarize_audit_logs', { ...JUNE, providers: ['zendesk'], verbs: ['export'], by: ['actor'], top: 1 }],
    read: first,
    theirs: async (call) =>
      most((await zendeskAll(call, { 'filter[action]': 'exported' })).map((one) => one.actor_name)),
  },
  {
    asks: 'From which address did most sign-ins to Zendesk come?',
    truth: (entries) => most(zendesk(entries, 'login').map(({ ip_address: ip }) => ip)),
    ours: ['summarize_audit_logs', { ...JUNE, providers: ['zendesk'], verbs: ['login'], by: ['ip'], top: 1 }],
    read: first,
    theirs: async (call) => most((await zendeskAll(call, { 'filter[action]': 'login' })).map((one) => one.ip_address)),
  },
  {
    asks: 'How often were account settings of Zendesk changed, and by whom most?',
    truth: (entries) =>
      most(
        entries('zendesk', 'audit_logs')
          .filter(isSetting)
          .map((one) => one.actor_name),
      ),
    ours: [
      'summarize_audit_logs',
      { ...JUNE, providers: ['zendesk'], target: 'account_setting', by: ['actor'], top: 1 },
    ],
    read: first,
    theirs: async (call) =>
      most((await zendeskAll(call, { 'filter[source_type]': 'account_setting' })).map((one) => one.actor_name)),
  },
  {
    asks: 'What are the five newest entries of Zendesk?',
    truth: (entries) => entries('zendesk', 'audit_logs').toReversed().slice(0, 5).map(instantOf).join(', '),
    ours: ['query_audit_logs', { ...JUNE, providers: ['zendesk'], limit: 5 }],
    read: ({ columns, rows }) => rows.map((row) => String(row[columns.indexOf('time')])).join(', '),
    theirs: async (call) => {
      const { audit_logs: newest } = await call('zendesk', { ...zendeskAsk({}), 'page[size]': 5 });
      return newest.map(instantOf).join(', ');
    },
  },
  {
    asks: 'How often were shared calls opened from outside, and from how many addresses?',
    truth: (entries) => addresses(entries('gong', 'ExternallySharedCallAccess')),
    ours: ['summarize_audit_logs', { ...JUNE, providers: ['gong'], logs: ['ExternallySharedCallAccess'], by: ['ip'] }],
    read: ({ total, groups }) => `${total} from ${groups[0]?.distinct}`,
    theirs: async (call) => addresses(await gongAll(call, 'ExternallySharedCallAccess')),
  },
  {
    asks: 'Who was impersonated in Gong, and how often?',
    truth: (entries) =>
      counts(
        GONG_LOGS.flatMap((log) => entries('gong', log))
          .filter(isImpersonated)
          .map((one) => one.userEmailAddress),
      ),
    ours: ['summarize_audit_logs', { ...JUNE, providers: ['gong'], flags: ['impersonated'], by: ['actor'] }],
    read: ({ groups }) => said(groups[0]?.top ?? []),
    theirs: async (call) => {
      const found: Entry[] = [];
      for (const log of GONG_LOGS) found.push(...(await gongAll(call, log)).filter(isImpersonated));
      return counts(found.map((one) => one.userEmailAddress));
    },
  },
  {
    asks: `How much did ${ELI} do in Gong on 10 June?`,
    truth: (entries) =>
      String(
        GONG_LOGS.flatMap((log) => entries('gong', log)).filter(
          ({ userEmailAddress, eventTime }) => userEmailAddress === ELI && eventTime >= DAY.from && eventTime < DAY.to,
        ).length,
      ),
    ours: ['trace_audit_actor', { actor: ELI, providers: ['gong'], since: DAY.from, until: DAY.to }],
    read: ({ events }) => String(events),
    theirs: async (call) => {
      let count = 0;
      for (const log of GONG_LOGS) {
        const found = await gongAll(call, log, { fromDateTime: DAY.from, toDateTime: DAY.to });
        count += found.filter((one) => one.userEmailAddress === ELI).length;
      }
      return String(count);
    },
  },
  {
    asks: 'What was done most in Ashby in June?',
    truth: (entries) => most(entries('ashby', 'audit_log').map(({ category }) => category)),
    ours: ['summarize_audit_logs', { ...JUNE, providers: ['ashby'], by: ['action'], top: 1 }],
    read: first,
    theirs: async (call) => most((await ashbyAll(call)).map(({ category }) => category)),
  },
];

/** The ground truth of a running simulator. */
export function truthOf(simulator: Simulator): Truth {
  const { from, to } = WINDOW;
  return (vendor, log) => [...simulator.truth({ vendor, log, from, to }).entries()].map(({ entry }) => entry as Entry);
}

/** The answer of one of our tools, in the text that a model reads. */
export async function askOurs(
  peer: Peer,
  { ours: [tool, given], read }: Question,
): Promise<{ answer: string; text: string }> {
  const text = await peer.call(tool, given);
  return { text, answer: read(JSON.parse(text) as Answer) };
}

function zendesk(entries: Truth, action: string): Entry[] {
  return entries('zendesk', 'audit_logs').filter((one) => one.action === action);
}

function isSetting({ source_type: type }: Entry): boolean {
  return type === 'account_setting';
}

function isImpersonated(entry: Entry): boolean {
  const { impersonatorUserId: id, impersonatorEmailAddress: email, impersonatorFullName: name, logRecord } = entry;
  const custom = JSON.stringify(logRecord?.customData ?? '').includes('impersonator-company-id');
  return custom || [id, email, name, entry.impersonatorCompanyId].some((one) => one !== undefined && one !== null);
}

function addresses(entries: readonly Entry[]): string {
  return `${entries.length} from ${new Set(entries.map(({ logRecord }) => logRecord.page_viewer_ip)).size}`;
}

function instantOf({ created_at: at }: Entry): string {
  return new Date(at).toISOString();
}

/** The most frequent value, with its count. */
function most(values: readonly string[]): string {
  return counts(values).split(', ')[0] ?? '';
}

function first({ groups }: Answer): string {
  return said(groups[0]?.top.slice(0, 1) ?? []);
}

function counts(values: readonly string[]): string {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return said([...found]);
}

function said(counted: readonly (readonly [string, number])[]): string {
  return counted
    .toSorted(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
    .map(([value, count]) => `${value} ${count}`)
    .join(', ');
}
