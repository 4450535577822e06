import * as z from 'zod';
import { isAddressFilter } from '../address.ts';
import type { Connection } from '../exchange/connection.ts';
import { invalid, quoted } from '../errors.ts';
import { FLAGS, VERBS, type Flag } from '../event.ts';
import { present } from '../json.ts';
import type { Order } from './order.ts';
import { accountOf, chooseAccounts, isOneOfSeveral, noneLeft, refuseTwins } from './accounts.ts';
import { hashOf, readPosition, type Position } from './position.ts';
import { checkHours } from './hours.ts';
import { chooseLogs, nameOfLog } from './log-names.ts';
import type { Filters, FiltersOf } from '../provider.ts';
import { parseInput, suggest } from '../refuse.ts';
import type { SpanSource, Wanted, WantedSpan } from './span-source.ts';
import { iso, parseWindow, type Window } from '../window.ts';

const LIMIT = 50;
const LARGEST_LIMIT = 10_000;

const LONGEST = 1000;
const MOST = 100;

const Name = z.string().trim().min(1).max(LONGEST, `is longer than ${LONGEST} characters`);
const Names = listOf(Name);

function listOf<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item).min(1).max(MOST, `has more than ${MOST} values`);
}

/** What a caller may ask. Everything is optional: by default, the newest events of the last 24 hours. */
export const QueryInput = z.strictObject({
  providers: Names.optional().describe('Which products, such as gong; all connected ones by default'),
  accounts: Names.optional().describe('Which accounts, such as gong/emea; all connected ones by default'),
  logs: Names.optional().describe('Which logs, such as gong.UserCallPlay; all but the heavy ones by default'),
  since: Name.optional().describe('Start: an ISO time with zone, a date, 24h, 7d, 2w, today, yesterday, monday'),
  until: Name.optional().describe('End, in the same syntax as since; a date includes that day; now by default'),
  timeZone: Name.optional().describe('Time zone of dates and day names, such as Europe/Berlin; UTC by default'),
  actor: Name.optional().describe('Who: an id, an e-mail address or a name'),
  actorDomain: Name.optional().describe('People of which e-mail domain, such as example.com'),
  impersonator: Name.optional().describe(
    "Who really acted in somebody else's name: an id, an e-mail address or a name",
  ),
  verbs: listOf(z.enum(VERBS)).optional().describe('What was done, as a normalised verb'),
  actions: Names.optional().describe("What was done, in the vendor's words"),
  categories: Names.optional().describe('The kinds of objects that it concerns, such as user'),
  target: Name.optional().describe('To what: an id, a name, a type, or type:id'),
  hours: Name.optional().describe(
    'Hours of the day and days of the week, in timeZone: 22-06, sat-sun, or mon-fri 20-07; nights belong to the day on which they begin',
  ),
  ip: Name.optional().describe('From which IP address, range such as 203.0.113.0/24, or prefix such as 203.0.113.'),
  text: Name.optional().describe(
    'Words in the message, the names or the changes; terms such as MFA, role or API key with their synonyms',
  ),
  flags: Names.optional().describe('Only events with one of these flags, such as impersonated'),
  order: z.enum(['newest', 'oldest']).optional().describe('Which events come first; newest by default'),
  limit: z.int().min(1).max(LARGEST_LIMIT).optional().describe(`How many events; ${LIMIT} by default`),
  cursor: Name.optional().describe('Continues where an earlier answer to the same query ended'),
  filters: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .optional()
    .describe("The vendor's own filters, by provider"),
});
export type QueryInput = z.input<typeof QueryInput>;

/**
 * A query for these connections, with filters that their providers declare and flags that exist. Any query, if the
 * compiler does not know the providers.
 */
export type QueryFor<C extends Connection, Input extends Checkable = QueryInput> = string extends C['provider']['id']
  ? Input
  : Omit<Input, keyof Checkable> & {
      filters?: { [P in C['provider'] as P['id']]?: FiltersOf<P> } | undefined;
      flags?: Flag[] | undefined;
    };
type Checkable = Pick<QueryInput, 'filters' | 'flags'>;

/** One log of one connection, the criteria for its events, and their source. */
export interface Part extends Omit<WantedSpan, 'window' | 'order' | 'sliceMs'> {
  readonly source: SpanSource;
  /** The account, as `gong/emea`, where several accounts of the product are connected. */
  readonly account?: string | undefined;
}

/** A validated query: window frozen, filters checked, every log named. */
export interface Query {
  readonly window: Window;
  /** Time zone of dates and day names, if the caller gave one. */
  readonly timeZone: string | undefined;
  readonly order: Order;
  readonly limit: number;
  /** Where an earlier answer ended, if this query continues it. */
  readonly position: Position | undefined;
  readonly cursor: string | undefined;
  readonly wanted: Wanted;
  /** The accounts that the caller named. */
  readonly accounts?: readonly string[] | undefined;
  /** The caller's native filters, by provider. */
  readonly filters: Readonly<Record<string, Filters>>;
  readonly parts: readonly Part[];
  /** Tells queries apart, so that a cursor is only accepted by its own query. */
  readonly hash: string;
}

/** Validates a query. Rejects what cannot work before any request, and names the field, the problem and a fix. */
export function parseQuery(
  input: QueryInput,
  connections: readonly Connection[],
  now: number,
  sourceOf: (connection: Connection) => SpanSource,
): Query {
  const asked = parseInput(QueryInput, input);
  const { order = 'newest', limit = LIMIT, cursor } = asked;
  checkCriteria(asked);
  const wanted = wantedOf(asked);
  const accounts = chooseAccounts(asked.accounts, connections);
  const chosen = chooseConnections(asked.providers, connections, accounts);
  if (chosen.length === 0) throw noneLeft(asked);
  const logs = chooseLogs(asked.logs, chosen);
  const filters = checkFilters(asked.filters, chosen);
  const named = logs.map(({ connection, log }) => [connection.provider.id, connection.tenant, log.id]);
  const hash = hashOf(asked, [order, wanted, [...filters], named]);
  const position = cursor === undefined ? undefined : readPosition(cursor, hash, asked);
  return {
    window: position?.window ?? parseWindow(asked, now),
    timeZone: asked.timeZone,
    order,
    limit,
    position,
    cursor,
    wanted,
    accounts,
    filters: Object.fromEntries(filters),
    parts: logs.map(({ connection, log }) => ({
      connection,
      log,
      account: isOneOfSeveral(connection, connections) ? accountOf(connection) : undefined,
      filters: filters.get(connection.provider.id) ?? {},
      wanted,
      source: sourceOf(connection),
    })),
    hash,
  };
}

function wantedOf({ verbs, actions, categories, flags, ...asked }: z.output<typeof QueryInput>): Wanted {
  const { actor, actorDomain, impersonator, target, ip, text, timeZone } = asked;
  const hours = asked.hours === undefined ? undefined : { said: asked.hours, timeZone };
  const lists = {
    verbs: distinct(verbs),
    actions: distinct(actions),
    categories: distinct(categories),
    flags: distinct(flags),
  };
  return present({ ...lists, actor, actorDomain, impersonator, target, ip, text, hours });
}

/** Drops duplicates. */
function distinct<T>(values: readonly T[] | undefined): readonly T[] | undefined {
  return values && [...new Set(values)];
}

function checkCriteria({ flags, ip, hours }: z.output<typeof QueryInput>): void {
  const unknown = flags?.find((flag) => !Object.hasOwn(FLAGS, flag));
  if (unknown !== undefined) {
    throw invalid('flags', `there is no flag ${quoted(unknown)}`, suggest(unknown, Object.keys(FLAGS)));
  }
  if (ip !== undefined && !isAddressFilter(ip)) {
    throw invalid('ip', `${quoted(ip)} is not an IP address`, ADDRESSES);
  }
  if (hours !== undefined) checkHours(hours);
}

const ADDRESSES = 'Give an address such as 203.0.113.7, a range such as 203.0.113.0/24, or a prefix such as 203.0.113.';

function chooseConnections(
  ids: readonly string[] | undefined,
  connections: readonly Connection[],
  accounts: readonly string[] | undefined,
): readonly Connection[] {
  refuseTwins(connections);
  const known = [...new Set(connections.map(({ provider }) => provider.id))];
  const unknown = ids?.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw invalid('providers', `${quoted(unknown)} is not connected`, suggest(unknown, known));
  }
  return connections.filter(
    (connection) =>
      (ids?.includes(connection.provider.id) ?? true) && (accounts?.includes(accountOf(connection)) ?? true),
  );
}

function checkFilters(asked: QueryInput['filters'], connections: readonly Connection[]): ReadonlyMap<string, Filters> {
  const providers = new Map(connections.map(({ provider }) => [provider.id, provider]));
  const checked = new Map<string, Filters>();
  for (const [id, filters] of Object.entries(asked ?? {})) {
    const provider = providers.get(id);
    if (provider === undefined)
      throw invalid(['filters', id], 'is not a provider of this query', suggest(id, [...providers.keys()]));
    checked.set(id, parseInput(provider.filters, filters, ['filters', id]));
  }
  return checked;
}

/**
 * A query as it was understood, with absolute times and the full name of every log. It is a valid query itself, and
 * gives the same answer.
 */
export type DescribedQuery<C extends Connection = Connection> = Omit<QueryFor<C>, 'providers'> &
  Stated<'since' | 'until' | 'order' | 'limit' | 'logs'>;
type Stated<Field extends keyof QueryInput> = { [Name in Field]: NonNullable<QueryInput[Name]> };

/** The query as the caller could have written it, to show what was really asked. */
export function describeQuery(query: Query): DescribedQuery {
  const { window, timeZone, order, limit, cursor, wanted, accounts, parts } = query;
  const { verbs, actions, categories, flags, hours, ...texts } = wanted;
  const lists = {
    verbs: verbs?.slice(),
    actions: actions?.slice(),
    categories: categories?.slice(),
    flags: flags?.slice(),
  };
  const filters = Object.keys(query.filters).length === 0 ? undefined : query.filters;
  const logs = new Set(parts.map(({ connection, log }) => nameOfLog(connection.provider, log)));
  const [since, until] = [iso(window.from), iso(window.to)];
  return {
    since,
    until,
    order,
    limit,
    logs: [...logs],
    ...present({ timeZone, ...texts, ...lists, hours: hours?.said, accounts: accounts?.slice(), filters, cursor }),
  };
}
