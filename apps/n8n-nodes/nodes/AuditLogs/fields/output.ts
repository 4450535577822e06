import { OCSF_VERSIONS } from '@trailhound/core/siem';
import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type Show = NonNullable<IDisplayOptions['show']>;

const OUTPUTS: readonly INodePropertyOptions[] = [
  { name: 'ECS Document', value: 'ecs', description: 'A document of the Elastic Common Schema, for Elasticsearch' },
  { name: 'Event', value: 'event', description: 'The whole event, the same for every product' },
  { name: 'Event and Raw', value: 'eventAndRaw', description: "The whole event with the vendor's own entry" },
  { name: 'OCSF Event', value: 'ocsf', description: 'An event of the Open Cybersecurity Schema Framework' },
  { name: 'Raw', value: 'raw', description: "Only the vendor's own entry" },
  { name: 'Simplified', value: 'simplified', description: 'Who, what, when, from where, on one level' },
  {
    name: 'Splunk HEC Event',
    value: 'hec',
    description: "An OCSF event in the envelope of Splunk's HTTP Event Collector",
  },
];

/** What an event may be written as that is OCSF, or contains it. */
const WITH_OCSF = ['ocsf', 'hec'];

/** How events are returned. */
export function outputFields(show: Show): INodeProperties[] {
  return [outputField(show), ocsfVersionField({ ...show, output: WITH_OCSF })];
}

/** The version of OCSF in a file. */
export const fileVersionField = ocsfVersionField({ operation: ['export'], format: WITH_OCSF });

export function ocsfVersionField(show: Show): INodeProperties {
  return {
    displayName: 'OCSF Version',
    name: 'ocsfVersion',
    type: 'options',
    displayOptions: { show, hide: { '@tool': [true] } },
    options: OCSF_VERSIONS.map((value) => ({ name: value, value })),
    description: 'The version that your SIEM or data lake accepts',
    default: '1.9.0',
  };
}

function outputField(show: Show): INodeProperties {
  return {
    displayName: 'Output',
    name: 'output',
    type: 'options',
    // When used as a tool, the node returns its own, shorter format.
    displayOptions: { show, hide: { '@tool': [true] } },
    options: [...OUTPUTS],
    description: 'How much of every event to return',
    default: 'simplified',
  };
}

export function limitFields(show: Show): INodeProperties[] {
  return [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      displayOptions: { show },
      description: 'Whether to return all results or only up to a given limit',
      default: false,
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      displayOptions: { show: { ...show, returnAll: [false] } },
      typeOptions: { minValue: 1, maxValue: 10_000 },
      description: 'Max number of results to return',
      default: 50,
    },
  ];
}

export const orderField: INodeProperties = {
  displayName: 'Order',
  name: 'order',
  type: 'options',
  options: [
    { name: 'Newest First', value: 'newest' },
    { name: 'Oldest First', value: 'oldest' },
  ],
  default: 'newest',
};

export const redactField: INodeProperties = {
  displayName: 'Redact Secrets',
  name: 'redact',
  type: 'boolean',
  description: 'Whether to replace passwords, tokens and keys in events with markers',
  default: true,
};
