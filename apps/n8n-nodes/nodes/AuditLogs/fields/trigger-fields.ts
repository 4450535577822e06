import type { INodeProperties } from 'n8n-workflow';
import { authentication } from './authentication.ts';
import { filterFields } from './filters.ts';
import { logFields } from './logs.ts';
import { nativeFilterFields } from './native-filters.ts';
import { outputFields, redactField } from './output.ts';
import { products } from './products.ts';
import { quotaNotices } from './quota-notices.ts';
import { resource } from './resource.ts';

const emit: INodeProperties = {
  displayName: 'Emit',
  name: 'emit',
  type: 'options',
  options: [
    { name: 'Each Event as an Item', value: 'each' },
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

const triggerOptions: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add Option',
  options: [
    {
      displayName: 'Lookback',
      name: 'lookback',
      type: 'string',
      placeholder: 'e.g. 24h',
      description:
        'How far back to start when the workflow is activated for the first time. If empty, it starts at that moment.',
      default: '',
    },
    redactField,
  ],
  default: {},
};

/** The fields of the trigger. n8n adds the poll times. */
export const triggerFields: INodeProperties[] = [
  resource,
  products,
  ...authentication,
  ...quotaNotices,
  ...logFields({}),
  maxEvents,
  emit,
  ...outputFields({}),
  filterFields({}),
  ...nativeFilterFields({}),
  triggerOptions,
];
