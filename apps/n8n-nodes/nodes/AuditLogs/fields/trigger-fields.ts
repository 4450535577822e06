import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { authentication } from './authentication.ts';
import { filterFields } from './filters.ts';
import { logFields } from './logs.ts';
import { nativeFilterFields } from './native-filters.ts';
import { outputFields, redactField } from './output.ts';
import { products } from './products.ts';
import { quotaNotices } from './quota-notices.ts';
import { resource } from './resource.ts';
import { findingOutputFields, levelField, ruleOptions } from './risks.ts';
import { byLabel } from './wording.ts';

const emit: INodeProperties = {
  displayName: 'Emit',
  name: 'emit',
  type: 'options',
  options: [
    { name: 'Each Event as an Item', value: 'each' },
    {
      name: 'Each Finding as an Item',
      value: 'findings',
      description: 'What should worry somebody, each once: rules look at all events and learn what is usual',
    },
    { name: 'One Item per Poll', value: 'batch', description: 'All new events of a poll in the field events' },
  ],
  default: 'each',
};

const maxEvents: INodeProperties = {
  displayName: 'Max Events per Poll',
  name: 'maxEvents',
  type: 'number',
  typeOptions: { minValue: 1 },
  description: 'The maximum number of events per poll',
  hint: 'If there are more, the rest comes with the next poll',
  default: 1000,
};

const lookback: INodeProperties = {
  displayName: 'Lookback',
  name: 'lookback',
  type: 'string',
  placeholder: 'e.g. 24h',
  description:
    'How far back to start when the workflow is activated for the first time. If empty, it starts at that moment.',
  default: '',
};

const includeUpdates: INodeProperties = {
  displayName: 'Include Updates',
  name: 'includeUpdates',
  type: 'boolean',
  description: 'Whether to return a finding again, with the state updated, when more events belong to it',
  default: false,
};

/** Options of the trigger, in the order of n8n. */
function optionsWith(fields: readonly INodeProperties[], displayOptions: IDisplayOptions): INodeProperties {
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    displayOptions,
    options: fields.toSorted(byLabel),
    default: {},
  };
}

const FINDINGS = { emit: ['findings'] };

/** Hides what rules would not see, or not use. */
function notWithFindings(field: INodeProperties): INodeProperties {
  const { displayOptions } = field;
  return { ...field, displayOptions: { ...displayOptions, hide: { ...displayOptions?.hide, ...FINDINGS } } };
}

/** The fields of the trigger. n8n adds the poll times. */
export const triggerFields: INodeProperties[] = [
  resource,
  products,
  ...authentication,
  ...quotaNotices,
  ...logFields({}),
  maxEvents,
  emit,
  ...[...outputFields({}), filterFields({}), ...nativeFilterFields({})].map(notWithFindings),
  levelField(FINDINGS),
  ...findingOutputFields(FINDINGS),
  optionsWith([lookback, redactField], { hide: FINDINGS }),
  optionsWith([includeUpdates, lookback, redactField, ...ruleOptions], { show: FINDINGS }),
];
