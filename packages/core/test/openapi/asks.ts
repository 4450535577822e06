import fc from 'fast-check';
import type { Ask, AuthScheme, Criteria, Operation, Provider } from '../../src/provider.ts';
import { providers, type ProviderId } from '../../src/providers/index.ts';

const DAY = 86_400_000;
const WINDOW = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 2) };

/** An ask as the engine makes it: the filters are read by the provider first. */
export function askOf(provider: Provider, changes: Partial<Ask> = {}): Ask {
  const filters = provider.filters.parse(changes.filters ?? {});
  return { operation: 'list', log: provider.logs[0].id, window: WINDOW, order: 'newest', ...changes, filters };
}

/** The vendors whose documentation stands beside this as OpenAPI. */
export const DESCRIBED = ['gong', 'zendesk', 'ashby'] as const satisfies readonly ProviderId[];

export type Described = (typeof DESCRIBED)[number];

/** The ways to authorise that need no token endpoint; an OAuth grant ends in a bearer token as well. */
const SECRETS: Readonly<Record<Described, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  gong: { access_key: { accessKey: 'KEY', accessKeySecret: 's+e/cret=' }, access_token: { accessToken: 'a.b-c_d' } },
  zendesk: { api_token: { email: 'dana@example.com', apiToken: 'tok' }, access_token: { accessToken: 'abc' } },
  ashby: { api_key: { apiKey: 'key-without-password' } },
};

export function schemesOf(id: Described): readonly AuthScheme[] {
  const { credentials }: Provider = providers[id];
  return Object.entries(SECRETS[id]).flatMap(([name, values]) => credentials[name]?.scheme(values, '') ?? []);
}

/** Words that a careless URL would break. */
const ODD = [
  'zendesk/app_market/app',
  'two words',
  'a+b',
  '100%',
  '%2B',
  'x&filter[action]=y',
  'a=b#c?d;e,f',
  '[x][]',
  '"quoted" \'too\'',
  'Grüße 日本 🐕',
  '../..',
  'null',
  '0',
];
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJjIjoxfQ.6qKw-x_Y';
const UUID = '0b6f2a52-7c1e-4f6b-9a35-2f0f6c0f1a11';

export type Picked = readonly [title: string, ask: Ask];

function gongAsks(): Picked[] {
  const gong: Provider = providers.gong;
  const logs = [...gong.logs.map((log) => log.id), 'other:FixtureLaterLog'];
  return [
    ...logs.map((log): Picked => [log, askOf(gong, { log })]),
    ['oldest first', askOf(gong, { order: 'oldest' })],
    ['a count', askOf(gong, { operation: 'count' })],
    ['a count with a cursor', askOf(gong, { operation: 'count', cursor: JWT })],
    ['a later page', askOf(gong, { cursor: JWT })],
    ['an odd cursor', askOf(gong, { cursor: 'a+b/c= &d=%é' })],
    ['a window of one millisecond', askOf(gong, { window: { from: WINDOW.from + 1, to: WINDOW.from + 2 } })],
    ['a window of years', askOf(gong, { window: { from: Date.UTC(2021, 2), to: WINDOW.to } })],
  ];
}

const EVERY_ZENDESK_FILTER = {
  action: 'update',
  actorId: '1234',
  ipAddress: '2001:db8::1',
  sourceType: 'user',
  sourceId: '18446744073709551615',
};

/** The filters of Zendesk: each alone, all at once, several values, values with several names. */
function zendeskFilters(): (readonly [string, Ask['filters']])[] {
  const { sourceId, ...alone } = EVERY_ZENDESK_FILTER;
  return [
    ['no filter', {}],
    ...Object.entries(alone).map(([name, value]) => [name, { [name]: value }] as const),
    ['a source id with its type', { sourceType: 'user', sourceId }],
    ['a source id with a type of several names', { sourceType: 'trigger', sourceId }],
    ['every filter', EVERY_ZENDESK_FILTER],
    [
      'every filter, with lists',
      { ...EVERY_ZENDESK_FILTER, action: ['create', 'login'], sourceType: ['user', 'rule'] },
    ],
    ['a list of one', { action: ['create'], sourceType: ['user'] }],
    ['a list that repeats itself', { action: ['create', 'create'] }],
    ['all odd words at once', { action: ODD, sourceType: ODD }],
    ['numbers as ids', { actorId: 0, sourceType: 'user', sourceId: 9_007_199_254_740_991 }],
  ];
}

function zendeskAsks(): Picked[] {
  const zendesk: Provider = providers.zendesk;
  const operations: readonly Operation[] = ['list', 'count', 'export'];
  const ways = operations.flatMap((operation) =>
    (['newest', 'oldest'] as const).map((order) => ({ operation, order })),
  );
  const filtered = zendeskFilters().flatMap(([title, filters]) =>
    ways.map((way): Picked => [`${way.operation}, ${way.order} first: ${title}`, askOf(zendesk, { ...way, filters })]),
  );
  const odd = ODD.map((word): Picked => {
    const filters = { action: word, sourceType: word, ipAddress: word };
    return [`the odd word ${word}`, askOf(zendesk, { filters, cursor: word })];
  });
  const criteria: Criteria = { actor: '12', ip: '192.0.2.1', verbs: ['delete', 'login'], target: 'macro:5' };
  return [
    ...filtered,
    ...odd,
    ['a later page', askOf(zendesk, { cursor: 'eyJvIjoiLWlkIn0=' })],
    ['a later page, oldest first', askOf(zendesk, { cursor: 'a+b/c= &d', order: 'oldest' })],
    ['a page of one', askOf(zendesk, { filters: { pageSize: 1 } })],
    ['a page of too many', askOf(zendesk, { filters: { pageSize: 5000 } })],
    ['what criteria narrow to', askOf(zendesk, { filters: zendesk.narrow?.(criteria, 'audit_logs').filters ?? {} })],
    ['an entry', askOf(zendesk, { operation: 'show', id: '498483' })],
    ['an entry with a long id', askOf(zendesk, { operation: 'show', id: '18446744073709551615' })],
  ];
}

function ashbyAsks(): Picked[] {
  const ashby: Provider = providers.ashby;
  const lists = ['actorIds', 'targetIds', 'targetTypes', 'categories'];
  const hundred = Array.from({ length: 100 }, (_, index) => `value ${index}`);
  const all = Object.fromEntries(lists.map((name) => [name, hundred]));
  const criteria: Criteria = { actor: UUID.toUpperCase(), target: UUID };
  return [
    ['no filter', askOf(ashby)],
    ['oldest first', askOf(ashby, { order: 'oldest' })],
    ['a later page', askOf(ashby, { cursor: 'opaque+place/1= &é' })],
    ...lists.map((name): Picked => [name, askOf(ashby, { filters: { [name]: [UUID] } })]),
    ...lists.map((name): Picked => [`${name} of odd words`, askOf(ashby, { filters: { [name]: ODD } })]),
    ['every filter with a hundred values', askOf(ashby, { filters: { ...all, limit: 100 }, cursor: 'c' })],
    ['a page of one', askOf(ashby, { filters: { limit: 1 } })],
    ['a page of too many', askOf(ashby, { filters: { limit: 5000 } })],
    ['the longest window', askOf(ashby, { window: { from: WINDOW.to - 540 * DAY, to: WINDOW.to } })],
    ['what criteria narrow to', askOf(ashby, { filters: ashby.narrow?.(criteria, 'audit_log').filters ?? {} })],
  ];
}

export const PICKED: Readonly<Record<Described, readonly Picked[]>> = {
  gong: gongAsks(),
  zendesk: zendeskAsks(),
  ashby: ashbyAsks(),
};

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((drawn) => drawn.trim() !== '');
const word = fc.oneof(fc.constantFrom(...ODD), text);
const words = fc.array(word, { minLength: 1, maxLength: 5 });
const id = fc.oneof(fc.maxSafeNat(), fc.stringMatching(/^\d{1,20}$/));

/** What an ask of any provider has. */
const common = {
  order: fc.constantFrom('newest' as const, 'oldest' as const),
  cursor: fc.option(fc.oneof(word, fc.constant(JWT), fc.base64String({ minLength: 4 })), { nil: undefined }),
  window: fc
    .tuple(fc.integer({ min: 0, max: Date.UTC(2100, 0) }), fc.integer({ min: 1, max: 540 * DAY }))
    .map(([from, length]) => ({ from, to: from + length })),
};

const sourced = fc.record({ sourceType: fc.oneof(word, words), sourceId: id }, { requiredKeys: ['sourceType'] });
const zendeskFilter = fc
  .tuple(
    fc.record(
      { action: fc.oneof(word, words), actorId: id, ipAddress: word, pageSize: fc.integer({ min: 1, max: 500 }) },
      { requiredKeys: [] },
    ),
    fc.option(sourced, { nil: {} }),
  )
  .map(([filters, source]) => ({ ...filters, ...source }));

const values = fc.array(word, { minLength: 1, maxLength: 100 });
const ashbyFilter = fc.record(
  {
    actorIds: values,
    targetIds: values,
    targetTypes: values,
    categories: values,
    limit: fc.integer({ min: 1, max: 500 }),
  },
  { requiredKeys: [] },
);

/** Any ask that a provider takes. */
export const ANY: Readonly<Record<Described, fc.Arbitrary<Ask>>> = {
  gong: fc
    .record({
      ...common,
      operation: fc.constantFrom(...providers.gong.operations),
      log: fc.constantFrom(...PICKED.gong.map(([, { log }]) => log)),
    })
    .map((changes) => askOf(providers.gong, changes)),
  zendesk: fc
    .record({
      ...common,
      operation: fc.constantFrom(...providers.zendesk.operations),
      id: fc.stringMatching(/^\d{1,20}$/),
      filters: zendeskFilter,
    })
    .map((changes) => askOf(providers.zendesk, changes)),
  ashby: fc
    .record({ ...common, operation: fc.constantFrom(...providers.ashby.operations), filters: ashbyFilter })
    .map((changes) => askOf(providers.ashby, changes)),
};
