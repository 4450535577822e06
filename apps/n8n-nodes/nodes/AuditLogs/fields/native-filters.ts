import type { Filters, Provider } from '@trailhound/core';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { sentenceOf, titleOf } from './wording.ts';
import { everyProvider, resourcesOf } from './resource.ts';
import { toList, toText } from './values.ts';

type Show = NonNullable<IDisplayOptions['show']>;

/** How one native filter is asked for in n8n, and how its value goes to the provider. */
interface NativeFilter {
  readonly field: INodeProperties;
  readonly read: (value: unknown) => unknown;
}

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly anyOf?: readonly JsonSchema[];
}

/** Every filter that the vendor documents, as the provider declares it. */
function nativeFiltersOf({ filters }: Provider): NativeFilter[] {
  const { properties = {} } = filters.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as {
    properties?: Readonly<Record<string, JsonSchema>>;
  };
  return Object.entries(properties).map(([name, schema]) => nativeFilter(name, schema));
}

function nativeFilter(name: string, schema: JsonSchema): NativeFilter {
  const common = { displayName: titleOf(name), name, description: sentenceOf(schema.description ?? '') };
  if (schema.type === 'integer') {
    return { field: { ...common, type: 'number', default: 0 }, read: (value) => Number(value) || undefined };
  }
  if (takesList(schema)) {
    const description = `${schema.description ?? ''} Separate several with commas.`.trim();
    return { field: { ...common, type: 'string', description, default: '' }, read: toList };
  }
  return { field: { ...common, type: 'string', default: '' }, read: toText };
}

function takesList({ type, anyOf = [] }: JsonSchema): boolean {
  return type === 'array' || anyOf.some(takesList);
}

function collectionName({ id }: Provider): string {
  return `${id}Filters`;
}

/** One collection for every provider that has filters of its own. */
export function nativeFilterFields(show: Show): INodeProperties[] {
  return everyProvider.flatMap((provider): INodeProperties[] => {
    const options = nativeFiltersOf(provider).map(({ field }) => field);
    if (options.length === 0) return [];
    return [
      {
        displayName: `${provider.label} Filters`,
        name: collectionName(provider),
        type: 'collection',
        placeholder: 'Add Filter',
        displayOptions: { show: { ...show, resource: resourcesOf(provider) } },
        options: options.toSorted((a, b) => a.displayName.localeCompare(b.displayName)),
        default: {},
      },
    ];
  });
}

/** What the user set of them, in the words of the provider. */
export function readNativeFilters(
  provider: Provider,
  parameter: (name: string, fallback: unknown) => unknown,
): Filters {
  const given = parameter(collectionName(provider), {}) as Filters;
  const read = nativeFiltersOf(provider).map(({ field, read: readOne }) => [field.name, readOne(given[field.name])]);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
