import { providers, QueryInput, type Connection, type Provider } from '@trailhound/core';
import { descriptionOf, inSentence, type Flag } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, camel, type JsonObject, onePerProduct, snake, withKeys } from '@trailhound/program';

const asked = QueryInput.shape;

/** The flags that somebody asks for. */
const REVIEWED = ['impersonated', 'vendor_staff', 'external', 'denied', 'parse'] satisfies Flag[];

/** When. */
export const WHEN = {
  since: asked.since.describe('Start: 7d, 2w, today, monday, date or ISO time; default 24h'),
  until: asked.until.describe('End; default now'),
  time_zone: asked.timeZone.describe('IANA zone of dates; default UTC'),
} as const;

/** What is wanted, in words that mean the same for every provider. */
export const WHAT = {
  actor: asked.actor.describe('Who: id, e-mail address or name'),
  verbs: asked.verbs.describe('What was done'),
  actions: asked.actions.describe("Actions in the vendor's words"),
  target: asked.target.describe('To what: id, name, or type:id'),
  ip: asked.ip.describe('From which IP address, CIDR range or prefix'),
  text: asked.text.describe('Words in message, names or changes'),
  flags: asked.flags.describe(`Any of ${REVIEWED.join(', ')}`),
} as const;

export const PAGE = {
  order: asked.order.describe('Default newest'),
  limit: z.int().min(1).max(500).default(50).describe('Events in one answer'),
  cursor: asked.cursor.describe('next_cursor of the same query'),
  detail: z.enum(['compact', 'full']).default('compact').describe('compact: table; full: whole events'),
} as const;

/** What is connected; everything that can be where nothing is. */
function productsOf(connections: readonly Connection[]): readonly Provider[] {
  const connected = onePerProduct(connections).map(({ provider }) => provider);
  return connected.length > 0 ? connected : Object.values<Provider>(providers);
}

/** The products, as a sentence names them. */
export function labels(connections: readonly Connection[]): string {
  return inSentence(productsOf(connections).map(({ label }) => label));
}

/** Which logs there are to name, by an example, and which are read only then. */
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

/** A choice of accounts, where a product has several. */
export function whichAccounts(connections: readonly Connection[]): Pick<Where, 'accounts'> {
  const names = accountNames(connections);
  if (names.length === 0) return {};
  return { accounts: z.array(z.enum(names)).min(1).max(100).optional().describe('Default all') };
}

/** From where. */
export function where(connections: readonly Connection[]): Where {
  const [first, ...rest] = [...new Set(connections.map(({ provider }) => provider.id))];
  const ids = first === undefined ? z.string() : z.enum([first, ...rest]);
  return {
    providers: z.array(ids).min(1).max(100).optional().describe('Products; default all'),
    ...whichAccounts(connections),
    logs: asked.logs.describe(logsOf(connections)),
  };
}

/** Our arguments under the names that core has for them. */
export function toCore(input: JsonObject): JsonObject {
  return withKeys(input, camel);
}

/** What is true of one account of a product is true of the others: its logs, its filters. */
export function firstOf([first]: readonly Connection[]): Connection {
  if (first === undefined) throw new Error('A tool for a product without an account');
  return first;
}

/** What the vendor calls like one of our own arguments. */
const OURS = new Set([...Object.keys(WHEN), ...Object.keys(PAGE)]);
const APART = 'native_';

interface Shown {
  /** How long a description may be. */
  readonly brief?: number;
  /** Whether to show the filters that only say how much comes at once. */
  readonly paging?: boolean;
}

/** The vendor's own filters, under names as models write them, each described in a sentence or two of the provider's. */
export function filterFields(connection: Connection, { brief: longest = 170, paging = true }: Shown = {}): Fields {
  const fields = Object.entries<z.ZodType>(connection.provider.filters.shape);
  const shown = fields.filter(([, schema]) => paging || schema.meta()?.['paging'] !== true);
  return Object.fromEntries(
    shown.map(([name, schema]) => {
      return [argumentOf(name), schema.describe(brief(descriptionOf(schema, filterName), longest))];
    }),
  );
}

/** The argument for a filter of a vendor's. */
export function argumentOf(filter: string): string {
  const name = snake(filter);
  return OURS.has(name) ? `${APART}${name}` : name;
}

/** A filter as the description of another names it. */
export function filterName([name = '']: readonly string[]): string {
  return argumentOf(name);
}

type Fields = Record<string, z.ZodType>;

/** As many sentences as fit, and the first in any case. */
function brief(text: string, longest: number): string {
  const [first = '', ...sentences] = text.match(/[^.]+(?:\.(?! )[^.]*)*\.?\s*/g) ?? [];
  let short = first;
  for (const sentence of sentences) {
    if (short.length + sentence.length > longest) break;
    short += sentence;
  }
  return short.trim();
}

/** Which of the arguments are the vendor's filters, under the vendor's names; and the others. */
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
