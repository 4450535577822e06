import { providers, QueryInput, SummaryInput, type Provider } from '@trailhound/core';
import { atCommas, inDigits, kebab } from '@trailhound/program';
import * as z from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;
type Options = Record<string, z.ZodType>;

/** How to parse a value of the command line. The core validates it. */
const KINDS: Readonly<Record<string, (schema: z.core.JSONSchema.BaseSchema) => z.ZodType>> = {
  array: ({ items }) =>
    z.preprocess(atCommas, z.array(z.string('needs a value'))).meta({
      placeholder: 'a,b',
      several: true,
      words: typeof items === 'object' && !Array.isArray(items) ? items.enum : undefined,
    }),
  integer: () => z.preprocess(inDigits, z.unknown()).meta({ placeholder: 'n' }),
  string: ({ enum: words, pattern }) =>
    z.string('needs a value').meta({
      placeholder: words === undefined ? (pattern === undefined ? 'text' : 'id') : words.join('|'),
      words,
    }),
};

/** Options for the fields of a schema of the core, so that a command accepts what the core accepts. */
export function derived(shape: Shape, without: readonly string[] = []): Options {
  const fields = Object.entries(shape).filter(([name]) => !without.includes(name) && name !== 'filters');
  return Object.fromEntries(fields.map(([name, schema]) => [name, optionOf(schema)]));
}

function optionOf(schema: z.ZodType): z.ZodType {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // For one text or several, use a list.
  const kind = json.anyOf === undefined ? String(json.type) : 'array';
  const make = KINDS[kind] ?? KINDS['string'];
  const option = make === undefined ? z.unknown() : make(json);
  return option.optional().meta({ ...option.meta(), description: schema.description ?? '' });
}

/** The filters of a product, with its name as a prefix: `zendeskSourceType`. */
function nativeName(provider: Provider, filter: string): string {
  return `${provider.id}${filter.charAt(0).toUpperCase()}${filter.slice(1)}`;
}

interface Native {
  readonly provider: Provider;
  readonly filter: string;
  readonly schema: z.ZodType;
}

/** The native filters of a product, without those for paging. */
function natives(): Native[] {
  return Object.values<Provider>(providers).flatMap((provider) =>
    Object.entries<z.ZodType>(provider.filters.shape)
      .filter(([, schema]) => schema.meta()?.['paging'] !== true)
      .map(([filter, schema]) => ({ provider, filter, schema })),
  );
}

/** Options for the native filters of all products. */
export function nativeOptions(): Options {
  return Object.fromEntries(
    natives().map(({ provider, filter, schema }) => {
      const option = optionOf(schema);
      const description = `${provider.label} only: ${firstSentence(schema.description ?? '')}`;
      return [nativeName(provider, filter), option.meta({ ...option.meta(), description })];
    }),
  );
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

/** Converts options to a query of the core, with native filters by product. */
export function toQuery(options: Readonly<Record<string, unknown>>, names: Shape = QueryInput.shape): QueryInput {
  const filters: Record<string, Record<string, unknown>> = {};
  for (const { provider, filter } of natives()) {
    const value = options[nativeName(provider, filter)];
    if (value !== undefined) filters[provider.id] = { ...filters[provider.id], [filter]: value };
  }
  const own = Object.entries(options).filter(([name, value]) => value !== undefined && name in names);
  return { ...Object.fromEntries(own), ...(Object.keys(filters).length === 0 ? {} : { filters }) };
}

/** The option for a field of a query. A product's own errors name its filters without the prefix. */
export function optionName([name = '', product, filter]: readonly string[]): string {
  const own = natives().find((one) =>
    name === 'filters'
      ? one.provider.id === product && one.filter === filter
      : !(name in SummaryInput.shape || name in QueryInput.shape) && one.filter === name,
  );
  return `--${kebab(own === undefined ? name : nativeName(own.provider, own.filter))}`;
}
