import { readFileSync, writeFileSync } from 'node:fs';
import type { VendorId } from '@trailhound/simulator';
import { describe, expect, test as vitest } from 'vitest';
import { START, world, type World } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What is asked means the same as it does on a Wednesday, the 14th of October 2026, at noon. */
const MONTH = { from: START - 30 * DAY, to: START };
const LAST_WEEK = { from: Date.UTC(2026, 9, 5), to: Date.UTC(2026, 9, 12) };
const YESTERDAY = { from: Date.UTC(2026, 9, 13), to: Date.UTC(2026, 9, 14) };
/** From ten to six in Berlin, which is two hours ahead. */
const SUNDAY_NIGHT = { from: Date.UTC(2026, 9, 11, 20), to: Date.UTC(2026, 9, 12, 4) };
const TWO_WEEKS = { from: START - 14 * DAY, to: START };

const ELI = { email: 'eli.edge@example.com', name: 'Eli Edge' };

const VENDORS: readonly VendorId[] = ['gong', 'zendesk', 'ashby'];
/** Is read only when it is named. */
const HEAVY = 'AccessLog';

const RENEW =
  'If the change is meant: UPDATE_TRANSCRIPTS=1 npx vitest run --project apps/mcp-server transcripts ' +
  '&& npx oxfmt apps/mcp-server/test/transcripts';

interface Window {
  readonly from: number;
  readonly to: number;
}

/** An entry as the vendor holds it, by the simulator's own account. */
interface Fact {
  readonly vendor: VendorId;
  readonly log: string;
  readonly time: number;
  readonly entry: Entry;
}

/** The fields of all three vendors, as far as these questions need them. */
interface Entry {
  readonly userEmailAddress?: string;
  readonly userFullName?: string;
  readonly userId?: string;
  readonly impersonatorEmailAddress?: string;
  readonly logRecord?: GongRecord;
  readonly id?: number | string;
  readonly action?: string;
  readonly actor_id?: number;
  readonly actor_name?: string;
  readonly ip_address?: string | null;
  readonly source_type?: string;
  readonly change_description?: string;
  readonly category?: string;
  readonly actor?: { readonly type: string; readonly email: string | null; readonly name: string | null };
  readonly target?: { readonly type: string; readonly id: string };
  readonly request?: { readonly ipAddress: string | null } | null;
}

interface GongRecord {
  readonly auditId?: string;
  readonly action?: string | null;
  readonly call_id?: string;
  readonly time_based_secure_sharing_id?: string;
  readonly page_viewer_ip?: string;
  readonly httpRequest?: { readonly verb: string; readonly endpointUri: string; readonly clientIp: string };
  readonly tableChanges?: readonly { readonly tableName: string; readonly rowChanges: readonly RowChange[] }[];
  readonly customData?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

interface RowChange {
  readonly columnChanges: readonly {
    readonly columnName: string;
    readonly oldValue: unknown;
    readonly newValue: unknown;
  }[];
}

interface Answer {
  readonly query: { readonly since: string; readonly until: string };
  readonly returned?: number;
  readonly truncated?: boolean;
  readonly next_cursor?: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly events?: readonly Event[] | number;
  readonly by_provider?: Readonly<Record<string, number>>;
  readonly aliases?: readonly string[];
  readonly cut?: string;
  readonly total?: number;
  readonly exact?: boolean;
  readonly groups?: readonly {
    readonly by: string | readonly string[];
    readonly top: readonly (readonly [string, number, ...unknown[]])[];
  }[];
  readonly histogram?: { readonly bars: readonly (readonly [string, number])[] };
  readonly event?: Event;
  readonly raw?: unknown;
  readonly hints?: readonly string[];
  readonly coverage?: readonly { readonly log: string; readonly complete: boolean; readonly cannot_match?: string }[];
}

interface Event {
  readonly uid: string;
  readonly provider: string;
  readonly log: string;
  readonly time: string;
  readonly nativeId?: string;
  readonly actor: { readonly email?: string; readonly name?: string; readonly id?: string };
  readonly impersonator?: { readonly email?: string; readonly company?: string };
  readonly target?: { readonly type: string; readonly id?: string };
  readonly changes?: readonly { readonly field: string; readonly from?: unknown; readonly to?: unknown }[];
}

interface Call {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly answer: Answer;
}

/** One question: the calls that answer it, and what really happened. */
interface Conversation {
  readonly calls: readonly Call[];
  /** One call. Nothing may be missing from what it answers, and both channels say the same. */
  readonly ask: (tool: string, given?: Record<string, unknown>) => Promise<Answer>;
  /** All events of a query, from cursor to cursor. */
  readonly askAll: (tool: string, given: Record<string, unknown>) => Promise<Event[]>;
  /** What a perfect reader would have found, worked out without any reading. */
  readonly truth: (window: Window, where?: (fact: Fact) => boolean) => Fact[];
}

function converse({ client, simulator }: World): Conversation {
  const calls: Call[] = [];

  async function ask(tool: string, given: Record<string, unknown> = {}): Promise<Answer> {
    const result = await client.callTool({ name: tool, arguments: given });
    const [first] = result.content as { type: string; text: string }[];
    expect(result.isError, first?.text).not.toBe(true);
    expect(JSON.parse(first?.text ?? '')).toEqual(result.structuredContent);
    const answer = result.structuredContent as Answer;
    // A log without addresses is incomplete when it is asked for one, though nothing of it is missing.
    const missing = answer.coverage?.filter((one) => !one.complete && one.cannot_match === undefined) ?? [];
    expect(answer.truncated === true ? [] : missing).toEqual([]);
    calls.push({ tool, arguments: given, answer });
    return answer;
  }

  async function askAll(tool: string, given: Record<string, unknown>): Promise<Event[]> {
    const events: Event[] = [];
    let cursor: string | undefined;
    do {
      const answer = await ask(tool, { ...given, detail: 'full', ...(cursor === undefined ? {} : { cursor }) });
      events.push(...(answer.events as Event[]));
      cursor = answer.next_cursor;
    } while (cursor !== undefined);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    return events;
  }

  function truth({ from, to }: Window, where: (fact: Fact) => boolean = () => true): Fact[] {
    const logs = VENDORS.flatMap((vendor) => simulator.logs(vendor).map((log) => ({ vendor, log })));
    const facts = logs
      .filter(({ log }) => log !== HEAVY)
      .flatMap(({ vendor, log }) =>
        Array.from(simulator.truth({ vendor, log, from, to }).entries(), ({ time, entry }) => ({
          vendor,
          log,
          time,
          entry: entry as Entry,
        })),
      );
    return facts.filter(where);
  }

  return { calls, ask, askAll, truth };
}

/** The conversation as it was agreed on, lists cut to what shows their form. */
function golden(question: string, calls: readonly Call[]): void {
  const name = question.toLowerCase().replaceAll(/[^a-z]+/g, ' ');
  const file = new URL(`transcripts/${name.trim().replaceAll(' ', '-')}.json`, import.meta.url);
  const said = short({ question, calls });
  if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(file, `${JSON.stringify(said, null, 2)}\n`);
  expect(said, RENEW).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}

const SHOWN = 2;
const LONGEST = 300;

function short(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  if (Array.isArray(value)) {
    // A row has as many cells as there are columns: it is cut nowhere.
    const isRow = value.every((cell) => typeof cell !== 'object' || cell === null);
    const shown = (isRow ? value : value.slice(0, SHOWN)).map(short);
    return shown.length < value.length ? [...shown, `… ${value.length - SHOWN} more`] : shown;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, name.endsWith('cursor') ? '…' : short(member)]);
  return Object.fromEntries(entries);
}

const ENOUGH = { simulator: { vendors: VENDORS, events: 600 } };

/** Each question is asked of a fresh world, so that no answer depends on another. What was said is kept. */
const test = vitest.extend<{ conversation: Conversation }>({
  conversation: async ({ task }, use) => {
    const conversation = converse(await world(ENOUGH));
    await use(conversation);
    golden(task.name, conversation.calls);
  },
});

describe('A question is answered truthfully', () => {
  test('Who shared calls outside last week?', async ({ conversation }) => {
    const shared = conversation.truth(LAST_WEEK, ({ entry }) => endpointOf(entry) === '/call/share');
    const events = await conversation.askAll('query_audit_logs', {
      verbs: ['share'],
      since: '2026-10-05',
      until: '2026-10-11',
    });
    expect(shared.length).toBeGreaterThan(5);
    expect(idsOf(events)).toEqual(nativeIdsOf(shared));
    expect(setOf(events, ({ actor }) => actor.email)).toEqual(setOf(shared, ({ entry }) => entry.userEmailAddress));

    // And who outside looked at what was shared.
    const looked = conversation.truth(LAST_WEEK, ({ log }) => log.startsWith('ExternallyShared'));
    const { total, groups } = await conversation.ask('summarize_audit_logs', {
      flags: ['external'],
      since: '2026-10-05',
      until: '2026-10-11',
      by: ['log', 'target'],
      top: 100,
    });
    expect(total).toBe(looked.length);
    // An entry names the call and the link it was shared by.
    const named = looked.flatMap(({ vendor, log, entry: { logRecord } }) =>
      [`call:${logRecord?.call_id}`, `sharing:${logRecord?.time_based_secure_sharing_id}`].map(
        (target) => `${vendor}.${log} ${target}`,
      ),
    );
    expect(pairsOf(groups)).toEqual(tally(named, (name) => name));
  });

  test('What did this person do everywhere?', async ({ conversation }) => {
    const own = conversation.truth(MONTH, isBy(ELI, conversation.truth(MONTH)));
    const found = await conversation.ask('trace_audit_actor', { actor: ELI.email, since: '30d', limit: 500 });
    expect(found.events).toBe(own.length);
    expect(found.by_provider).toEqual(Object.fromEntries(tally(own, ({ vendor }) => vendor)));
    // Gong and Ashby know the address; in Zendesk it is the name that leads to the id.
    const zendeskId = own.find(({ vendor }) => vendor === 'zendesk')?.entry.actor_id;
    expect(found.aliases).toContain(`zendesk id ${zendeskId}`);

    // A shorter window has room for every line.
    const week = conversation.truth(LAST_WEEK, isBy(ELI, conversation.truth(MONTH)));
    const lines = await conversation.ask('trace_audit_actor', {
      actor: ELI.email,
      since: '2026-10-05',
      until: '2026-10-11',
      order: 'oldest',
      limit: 500,
    });
    expect(lines).toMatchObject({ truncated: false, events: week.length });
    expect(lines.cut).toBeUndefined();
    const counts = cells(lines, 'count') as number[];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(week.length);
    const times = new Set(week.map(({ time }) => new Date(time).toISOString()));
    expect((cells(lines, 'from') as string[]).filter((from) => !times.has(from))).toEqual([]);
    const exports = lines.rows?.filter((row) => row[lines.columns?.indexOf('verb') ?? -1] === 'export') ?? [];
    expect(exports.length).toBeGreaterThan(0);
    for (const row of exports) expect(String(row[lines.columns?.indexOf('remarks') ?? -1])).toContain('export');
  });

  test('Which settings were weakened?', async ({ conversation }) => {
    const weakened = conversation.truth(MONTH, isWeakening);
    const events = await conversation.askAll('query_audit_logs', {
      text: 'setting',
      // A setting of Zendesk that was never changed before is changed by a create.
      verbs: ['create', 'update'],
      since: '30d',
      limit: 500,
    });
    const off = events.filter(({ changes = [] }) => changes.some(({ to }) => isOff(to)));
    expect(setOf(weakened, ({ vendor }) => vendor)).toEqual(new Set(VENDORS));
    expect(idsOf(off)).toEqual(nativeIdsOf(weakened));
  });

  test('How many exports by whom?', async ({ conversation }) => {
    const exported = conversation.truth(MONTH, isExport);
    const { total, exact, groups } = await conversation.ask('summarize_audit_logs', {
      verbs: ['export'],
      since: '30d',
      by: ['actor', 'provider'],
      top: 100,
    });
    expect(exact).toBe(true);
    expect(total).toBe(exported.length);
    expect(pairsOf(groups)).toEqual(tally(exported, (fact) => `${personOf(fact, exported)} ${fact.vendor}`));
    // The contractor of the story is the first.
    expect(groups?.[0]?.top[0]?.[0]).toBe(ELI.email);
  });

  test('Who was impersonated and by whom?', async ({ conversation }) => {
    const facts = conversation.truth(MONTH, ({ entry }) => companyBehind(entry) !== undefined);
    const events = await conversation.askAll('query_audit_logs', { flags: ['impersonated'], since: '30d' });
    expect(facts.length).toBeGreaterThan(5);
    expect(idsOf(events)).toEqual(nativeIdsOf(facts));
    const said = tally(events, ({ actor, impersonator }) =>
      [actor.email, impersonator?.email, impersonator?.company].join(' by '),
    );
    expect(said).toEqual(
      tally(facts, ({ entry }) =>
        [entry.userEmailAddress, entry.impersonatorEmailAddress, companyBehind(entry)].join(' by '),
      ),
    );
  });

  test('Who created API tokens?', async ({ conversation }) => {
    const created = conversation.truth(MONTH, isNewKey);
    const events = await conversation.askAll('query_audit_logs', { verbs: ['create'], text: 'api', since: '30d' });
    expect(setOf(created, ({ vendor }) => vendor)).toEqual(new Set(VENDORS));
    expect(idsOf(events)).toEqual(nativeIdsOf(created));
    expect(setOf(events, ({ actor }) => actor.name)).toEqual(
      setOf(created, ({ entry }) => entry.userFullName ?? (entry.actor_name || undefined) ?? entry.actor?.name),
    );
  });

  test('From which addresses did Eli Edge act?', async ({ conversation }) => {
    const own = conversation.truth(MONTH, ({ entry }) => fullNameOf(entry) === ELI.name);
    const { total, groups } = await conversation.ask('summarize_audit_logs', {
      actor: ELI.name,
      since: '30d',
      by: ['ip'],
      top: 100,
    });
    expect(total).toBe(own.length);
    expect(topOf(groups, 'ip')).toEqual(tally(own, ({ entry }) => ipOf(entry)));

    // The one that is not his usual one, and what came from there.
    const [, odd = ''] = [...topOf(groups, 'ip').keys()];
    const events = await conversation.askAll('query_audit_logs', { actor: ELI.name, ip: odd, since: '30d' });
    expect(idsOf(events)).toEqual(nativeIdsOf(own.filter(({ entry }) => ipOf(entry) === odd)));
  });

  test('What happened on Sunday night?', async ({ conversation }) => {
    const night = conversation.truth(SUNDAY_NIGHT);
    const found = await conversation.ask('query_audit_logs', {
      since: '2026-10-11T22:00',
      until: '2026-10-12T06:00',
      time_zone: 'Europe/Berlin',
      order: 'oldest',
    });
    expect(found.query).toMatchObject({ since: '2026-10-11T20:00:00.000Z', until: '2026-10-12T04:00:00.000Z' });
    expect(found).toMatchObject({ returned: night.length, truncated: false });
    const inOrder = night.toSorted((one, other) => one.time - other.time);
    expect(cells(found, 'time')).toEqual(inOrder.map(({ time }) => new Date(time).toISOString()));

    // Each of them, whole, is the entry that the vendor holds.
    const entries: unknown[] = [];
    for (const uid of cells(found, 'uid')) entries.push((await conversation.ask('get_audit_log', { uid })).raw);
    expect(entries).toEqual(inOrder.map(({ entry }) => entry));
  });

  test('Is there anything by vendor staff?', async ({ conversation }) => {
    const staff = conversation.truth(MONTH, ({ entry }) => /^(Support|Operations)$/.test(entry.actor?.type ?? ''));
    const events = await conversation.askAll('query_audit_logs', { flags: ['vendor_staff'], since: '30d' });
    expect(staff.length).toBeGreaterThan(0);
    expect(idsOf(events)).toEqual(nativeIdsOf(staff));

    // In Gong they come as somebody else: that is another flag, and both together are the whole answer.
    const behind = conversation.truth(MONTH, ({ entry }) => companyBehind(entry) !== undefined);
    const { total } = await conversation.ask('summarize_audit_logs', {
      flags: ['vendor_staff', 'impersonated'],
      since: '30d',
      by: ['provider'],
    });
    expect(total).toBe(staff.length + behind.length);
  });

  test('Who signed in to Zendesk yesterday?', async ({ conversation }) => {
    const isSignIn = ({ vendor, entry }: Fact): boolean => vendor === 'zendesk' && entry.action === 'login';
    const facts = conversation.truth(YESTERDAY, isSignIn);
    const given = { since: 'yesterday', until: 'yesterday' };
    const found = await conversation.ask('query_zendesk_audit_logs', { ...given, action: ['login'] });
    expect(facts.length).toBeGreaterThan(0);
    expect(cells(found, 'actor').map(String).toSorted()).toEqual(
      facts.map((fact) => String(personOf(fact, facts))).toSorted(),
    );

    // The same in our words, which mean the same everywhere.
    const events = await conversation.askAll('query_audit_logs', {
      ...given,
      providers: ['zendesk'],
      verbs: ['login'],
    });
    expect(idsOf(events)).toEqual(nativeIdsOf(facts));
  });

  test('Which jobs changed status in Ashby?', async ({ conversation }) => {
    const facts = conversation.truth(MONTH, ({ entry }) => entry.category === 'JobStatusChanged');
    const events = await conversation.askAll('query_ashby_audit_logs', {
      categories: ['JobStatusChanged'],
      since: '30d',
      limit: 20,
    });
    expect(facts.length).toBeGreaterThan(20);
    expect(idsOf(events)).toEqual(nativeIdsOf(facts));
    expect(tally(events, ({ target }) => target?.id)).toEqual(tally(facts, ({ entry }) => entry.target?.id));
  });

  test('How much happened per day per product?', async ({ conversation }) => {
    const facts = conversation.truth(TWO_WEEKS);
    const { total, groups } = await conversation.ask('summarize_audit_logs', { since: '2w', by: ['provider'] });
    expect(total).toBe(facts.length);
    expect(topOf(groups, 'provider')).toEqual(tally(facts, ({ vendor }) => vendor));
    for (const vendor of VENDORS) {
      const { histogram } = await conversation.ask('summarize_audit_logs', {
        providers: [vendor],
        since: '2w',
        by: [],
        bucket: 'day',
      });
      const own = facts.filter((fact) => fact.vendor === vendor);
      expect(new Map(histogram?.bars), vendor).toEqual(tally(own, ({ time }) => midnight(time)));
    }
  });
});

describe('What an answer leaves out', () => {
  vitest('is said where lines of a timeline had no room', async () => {
    const conversation = converse(await world(ENOUGH));
    const found = await conversation.ask('trace_audit_actor', { actor: ELI.email, since: '30d', limit: 500 });
    const shown = (cells(found, 'count') as number[]).reduce((sum, count) => sum + count, 0);
    expect(shown).toBeLessThan(Number(found.events));
    expect(found.truncated).toBe(true);
  });

  vitest('is not called an empty log when a filter of the vendor left nothing', async () => {
    const conversation = converse(await world({ simulator: { vendors: VENDORS } }));
    expect(conversation.truth(MONTH, ({ vendor }) => vendor === 'zendesk').length).toBeGreaterThan(0);
    const given = { since: '30d', source_type: ['brand'] };
    const { returned, hints = [] } = await conversation.ask('query_zendesk_audit_logs', given);
    expect(returned).toBe(0);
    expect(hints.join('\n')).not.toContain('hold no entry');
    expect(hints.join('\n')).toMatch(/source_type|filter/);
  });
});

function endpointOf({ logRecord }: Entry): string | undefined {
  return logRecord?.httpRequest?.endpointUri;
}

/** By the address or the name, or by an id that stands beside one of them elsewhere. */
function isBy(person: typeof ELI, all: readonly Fact[]): (fact: Fact) => boolean {
  const named = all.filter(({ entry }) => entry.actor_name === person.name);
  const ids = new Set(named.map(({ entry }) => entry.actor_id));
  return ({ vendor, entry }) =>
    vendor === 'zendesk'
      ? ids.has(entry.actor_id)
      : [entry.userEmailAddress, entry.actor?.email].includes(person.email);
}

function isWeakening({ vendor, entry }: Fact): boolean {
  if (vendor === 'zendesk') return entry.source_type === 'account_setting' && entry.change_description === 'Disabled';
  if (vendor === 'ashby') return entry.category === 'FixtureSecuritySettingChanged';
  const changes = entry.logRecord?.tableChanges?.filter(({ tableName }) => tableName === 'public.setting') ?? [];
  return changes.some(({ rowChanges }) =>
    rowChanges.some(({ columnChanges }) => columnChanges.some(({ newValue }) => newValue === 'false')),
  );
}

function isOff(value: unknown): boolean {
  return value === false || value === 'false' || value === 'Disabled';
}

function isExport({ vendor, entry }: Fact): boolean {
  if (vendor === 'zendesk') return entry.action === 'exported';
  if (vendor === 'ashby') return entry.category?.endsWith('Exported') ?? false;
  return /^(Export|Download)/.test(entry.logRecord?.action ?? '');
}

function isNewKey({ entry }: Fact): boolean {
  if (entry.source_type === 'api_token') return entry.action === 'create';
  return entry.category === 'FixtureKeyCreated' || entry.logRecord?.action === 'CreateApiKey';
}

/** The company of who acts as somebody else; it stands in the custom data when nothing else does. */
function companyBehind({ logRecord }: Entry): string | undefined {
  return logRecord?.customData?.find(({ key }) => key === 'impersonator-company-id')?.values[0];
}

/** How a summary names an actor: by the address that any of the facts has for the name, else by name or id. */
function personOf({ entry }: Fact, facts: readonly Fact[]): string | undefined {
  const name = fullNameOf(entry);
  const known = facts.map((fact) => fact.entry).find((one) => fullNameOf(one) === name && emailOf(one) !== undefined);
  return emailOf(entry) ?? (known && emailOf(known)) ?? (name || String(entry.actor_id));
}

function emailOf({ userEmailAddress, actor }: Entry): string | undefined {
  return userEmailAddress ?? actor?.email ?? undefined;
}

function fullNameOf({ userFullName, actor_name: zendeskName, actor }: Entry): string | null | undefined {
  return userFullName ?? zendeskName ?? actor?.name;
}

function ipOf({ logRecord, ip_address: zendeskIp, request }: Entry): string | undefined {
  const ip = logRecord?.httpRequest?.clientIp ?? logRecord?.page_viewer_ip ?? zendeskIp ?? request?.ipAddress;
  return ip ?? undefined;
}

function nativeIdsOf(facts: readonly Fact[]): string[] {
  return facts.map(({ entry }) => String(entry.logRecord?.auditId ?? entry.id)).toSorted();
}

function idsOf(events: readonly Event[]): string[] {
  return events.map(({ nativeId }) => String(nativeId)).toSorted();
}

function midnight(time: number): string {
  return new Date(time - (time % DAY)).toISOString();
}

function cells({ columns = [], rows = [] }: Answer, name: string): unknown[] {
  const index = columns.indexOf(name);
  return rows.map((row) => row[index]);
}

function topOf(groups: Answer['groups'], by: string): Map<string, number> {
  return new Map(groups?.find((group) => group.by === by)?.top.map(([value, count]) => [value, count]));
}

/** A table of two dimensions, with its count by both values. */
function pairsOf(groups: Answer['groups']): Map<string, number> {
  return new Map(groups?.[0]?.top.map(([value, other, count]) => [`${value} ${String(other)}`, Number(count)]));
}

function setOf<T>(items: readonly T[], value: (item: T) => unknown): Set<unknown> {
  return new Set(items.map(value));
}

/** How many of each; what has no value does not count. */
function tally<T>(items: readonly T[], value: (item: T) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const name = value(item);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
