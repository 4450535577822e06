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

type Filter = Provider['filters']['shape'][string];

/** The filters that have a vocabulary in the provider. */
const WORDS: Readonly<Record<string, 'actions' | 'targets'>> = {
  action: 'actions',
  categories: 'actions',
  sourceType: 'targets',
  targetTypes: 'targets',
};

/** Every filter that the vendor documents, as the provider declares it. */
function nativeFiltersOf({ filters, vocabulary }: Provider): NativeFilter[] {
  return Object.entries(filters.shape).flatMap(([name, filter]) =>
    filter.meta()?.['paging'] === true ? [] : [nativeFilter(name, filter, vocabulary)],
  );
}

/** A filter as the description of another names it. */
function labelOf([name = '']: readonly string[]): string {
  return titleOf(name);
}

function nativeFilter(name: string, filter: Filter, vocabulary: Vocabulary): NativeFilter {
  const description = descriptionOf(filter, labelOf);
  const isList = takesList(filter);
  const common = { displayName: titleOf(name), name, description: sentenceOf(description) };
  const known = WORDS[name];
  const words = known === undefined ? [] : vocabulary[known];
  if (isList && words.length > 0) {
    return { field: { ...common, ...choiceOf(words), description: `${description} ${BY_EXPRESSION}` }, read: toList };
  }
  if (isList) {
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

/** A JSON Schema would tell too, but what makes those is a twentieth of the package. */
function takesList({ def }: Definition): boolean {
  const { type, innerType, options = [] } = def;
  return type === 'array' || [...(innerType === undefined ? [] : [innerType]), ...options].some(takesList);
}

interface Definition {
  readonly def: {
    readonly type: string;
    readonly innerType?: Definition;
    readonly options?: readonly Definition[];
  };
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
