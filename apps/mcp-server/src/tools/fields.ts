import { providers, QueryInput, type Connection, type Provider } from '@trailhound/core';
import { descriptionOf, inSentence, type Flag } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, camel, type JsonObject, onePerProduct, snake, withKeys } from '@trailhound/program';

const asked = QueryInput.shape;

/** The flags that are worth filtering by. */
const REVIEWED = ['impersonated', 'vendor_staff', 'external', 'denied', 'instructs_reader', 'parse'] satisfies Flag[];

/** Arguments for the time window. */
export const WHEN = {
  since: asked.since.describe('Start: 7d, 2w, today, monday, date or ISO time; default 24h'),
  until: asked.until.describe('End, a date inclusive; default now'),
  time_zone: asked.timeZone.describe('IANA zone of dates; default UTC'),
} as const;

/** Filters with the same meaning for every provider. */
export const WHAT = {
  actor: asked.actor.describe('Who: id, e-mail address or name'),
  actor_domain: asked.actorDomain.describe('E-mail domain of the actor'),
  impersonator: asked.impersonator.describe("Who acted in the actor's name"),
  verbs: asked.verbs.describe('What was done'),
  actions: asked.actions.describe("Actions in the vendor's words"),
  categories: asked.categories.describe('Kinds of objects'),
  target: asked.target.describe('To what: id, name, type, or type:id'),
  ip: asked.ip.describe('From which IP address or CIDR'),
  hours: asked.hours.describe('In time_zone: 22-06, sat-sun, mon-fri 20-07'),
  text: asked.text.describe('Words in message, names or changes'),
  flags: asked.flags.describe(`Any of ${REVIEWED.join(', ')}`),
} as const;

export const PAGE = {
  order: asked.order.describe('Default newest'),
  limit: z.int().min(1).max(500).default(50).describe('Events in one answer'),
  cursor: asked.cursor.describe('next_cursor of the same query'),
  detail: z.enum(['compact', 'full']).default('compact').describe('compact: table; full: whole events'),
} as const;

/** Arguments of a tool for querying, which is listed beside this one and describes them. */
export function asInQuery(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schema.describe('As in query')]));
}

/** The connected products; all supported ones if none is connected. */
function productsOf(connections: readonly Connection[]): readonly Provider[] {
  const connected = onePerProduct(connections).map(({ provider }) => provider);
  return connected.length > 0 ? connected : Object.values<Provider>(providers);
}

/** The names of the products, for a sentence. */
export function labels(connections: readonly Connection[]): string {
  return inSentence(productsOf(connections).map(({ label }) => label));
}

/** Describes the log argument: an example, and the logs that are only read if they are named. */
function logsOf(connections: readonly Connection[]): string {
  const logs = productsOf(connections).flatMap((provider) =>
    provider.logs.map(({ id, heavy = false }) => ({ name: `${provider.id}.${id}`, heavy })),
  );
  const light = logs.filter(({ heavy }) => !heavy).map(({ name }) => name);
  const heavy = logs.filter((log) => log.heavy).map(({ name }) => name);
  return `Such as ${light[0] ?? heavy[0]}; default all${heavy.length === 0 ? '' : ` but ${heavy.join(', ')}`}`;
}

interface Where {
  providers: z.ZodType<string[] | undefined>;
  accounts?: z.ZodType<string[] | undefined>;
  logs: typeof asked.logs;
}

/** An argument to choose accounts, if a product has several. */
export function whichAccounts(connections: readonly Connection[]): Pick<Where, 'accounts'> {
  const names = accountNames(connections);
  if (names.length === 0) return {};
  return { accounts: z.array(z.enum(names)).min(1).max(100).optional().describe('Default all') };
}

/** Arguments for products, accounts and logs. */
export function where(connections: readonly Connection[]): Where {
  const [first, ...rest] = [...new Set(connections.map(({ provider }) => provider.id))];
  const ids = first === undefined ? z.string() : z.enum([first, ...rest]);
  return {
    providers: z.array(ids).min(1).max(100).optional().describe('Products; default all'),
    ...whichAccounts(connections),
    logs: asked.logs.describe(logsOf(connections)),
  };
}

/** Converts our arguments to the core's names. */
export function toCore(input: JsonObject): JsonObject {
  return withKeys(input, camel);
}

/** Logs and filters are the same for all accounts of a product, so the first one will do. */
export function firstOf([first]: readonly Connection[]): Connection {
  if (first === undefined) throw new Error('A tool for a product without an account');
  return first;
}

/** Arguments of ours that a vendor's filter may have the same name as. */
const OURS = new Set([...Object.keys(WHEN), ...Object.keys(PAGE)]);
const APART = 'native_';

interface Shown {
  /** Whether to include filters that only set the page size. */
  readonly paging?: boolean;
}

/** The maximum length of a description, beyond its first sentence. */
const LONGEST = 170;

/** The vendor's native filters with argument names, each described in a sentence or two of the provider's. */
export function filterFields(connection: Connection, { paging = true }: Shown = {}): Fields {
  const fields = Object.entries<z.ZodType>(connection.provider.filters.shape);
  const shown = fields.filter(([, schema]) => paging || schema.meta()?.['paging'] !== true);
  return Object.fromEntries(
    shown.map(([name, schema]) => {
      return [argumentOf(name), schema.describe(brief(descriptionOf(schema, filterName)))];
    }),
  );
}

/** The argument name of a native filter. */
export function argumentOf(filter: string): string {
  const name = snake(filter);
  return OURS.has(name) ? `${APART}${name}` : name;
}

/** A filter as the description of another names it. */
export function filterName([name = '']: readonly string[]): string {
  return argumentOf(name);
}

type Fields = Record<string, z.ZodType>;

/** As many sentences as fit, and always the first. */
function brief(text: string): string {
  const [first = '', ...sentences] = text.match(/[^.]+(?:\.(?! )[^.]*)*\.?\s*/g) ?? [];
  let short = first;
  for (const sentence of sentences) {
    if (short.length + sentence.length > LONGEST) break;
    short += sentence;
  }
  return short.trim();
}

/** Separates native filters, under the vendor's names, from the other arguments. */
export function splitFilters(connection: Connection, input: JsonObject): { filters: JsonObject; rest: JsonObject } {
  const native = filterFields(connection);
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const filters = given
    .filter(([name]) => name in native)
    .map(([name, value]) => [camel(name.replace(APART, '')), value]);
  return {
    filters: Object.fromEntries(filters) as JsonObject,
    rest: Object.fromEntries(given.filter(([name]) => !(name in native))),
  };
}
