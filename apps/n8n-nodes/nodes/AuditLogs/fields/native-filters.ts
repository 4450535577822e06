import type { Provider } from '@trailhound/core';
import type { Filters, Vocabulary } from '@trailhound/core/provider';
import { descriptionOf } from '@trailhound/core/reply';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { shownWith } from './products.ts';
import { everyProvider } from './resource.ts';
import { toList, toText } from './values.ts';
import { byLabel, sentenceOf, titleOf } from './wording.ts';

type Show = NonNullable<IDisplayOptions['show']>;

/** The n8n field for a native filter, and how its value is passed to the provider. */
interface NativeFilter {
  readonly field: INodeProperties;
  readonly read: (value: unknown) => unknown;
}

interface JsonSchema {
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  /** Whether it only sets the page size. */
  readonly paging?: boolean;
}

/** The filters that have a vocabulary in the provider. */
const WORDS: Readonly<Record<string, 'actions' | 'targets'>> = {
  action: 'actions',
  categories: 'actions',
  sourceType: 'targets',
  targetTypes: 'targets',
};

/** Every filter that the vendor documents, as the provider declares it. */
function nativeFiltersOf({ filters, vocabulary }: Provider): NativeFilter[] {
  const { properties = {} } = filters.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as {
    properties?: Readonly<Record<string, JsonSchema>>;
  };
  return Object.entries(filters.shape).flatMap(([name, filter]) => {
    const schema = properties[name] ?? {};
    return schema.paging === true ? [] : [nativeFilter(name, schema, descriptionOf(filter, labelOf), vocabulary)];
  });
}

/** A filter as the description of another names it. */
function labelOf([name = '']: readonly string[]): string {
  return titleOf(name);
}

function nativeFilter(name: string, schema: JsonSchema, description: string, vocabulary: Vocabulary): NativeFilter {
  const common = { displayName: titleOf(name), name, description: sentenceOf(description) };
  const known = WORDS[name];
  const words = known === undefined ? [] : vocabulary[known];
  if (takesList(schema) && words.length > 0) {
    return { field: { ...common, ...choiceOf(words), description: `${description} ${BY_EXPRESSION}` }, read: toList };
  }
  if (takesList(schema)) {
    return {
      field: { ...common, type: 'string', description: `${description} Separate several with commas.`, default: '' },
      read: toList,
    };
  }
  return { field: { ...common, type: 'string', default: '' }, read: toText };
}

const BY_EXPRESSION = 'For other words use an expression, such as {{ "one,another" }}.';

function choiceOf(words: readonly string[]): Pick<INodeProperties, 'type' | 'options' | 'default'> {
  return { type: 'multiOptions', options: words.toSorted().map((word) => ({ name: word, value: word })), default: [] };
}

function takesList({ type, anyOf = [] }: JsonSchema): boolean {
  return type === 'array' || anyOf.some(takesList);
}

function collectionName({ id }: Provider): string {
  return `${id}Filters`;
}

/** One collection of fields for every provider with native filters. */
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
        displayOptions: shownWith(provider, show),
        options: options.toSorted(byLabel),
        default: {},
      },
    ];
  });
}

/** The native filters that the user set, with the provider's names. */
export function readNativeFilters(
  provider: Provider,
  parameter: (name: string, fallback: unknown) => unknown,
): Filters {
  const given = parameter(collectionName(provider), {}) as Filters;
  const read = nativeFiltersOf(provider).map(({ field, read: readOne }) => [field.name, readOne(given[field.name])]);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
