import { SummaryInput } from '@trailhound/core';
import { DIMENSIONS } from '@trailhound/core/reply';
import { FILE_FORMATS } from '@trailhound/core/siem';
import type { INodeProperties } from 'n8n-workflow';
import { actorField } from './actor.ts';
import { fileVersionField } from './output.ts';
import { byName, titleOf } from './wording.ts';
import { ALL, everyProvider } from './resource.ts';

/** The products that can look up an entry by its own ID. */
const showing = everyProvider.filter(({ operations }) => operations.includes('show')).map(({ id }) => id);
const notShowing = [...everyProvider.map(({ id }) => id).filter((id) => !showing.includes(id)), ALL];

export const getFields: readonly INodeProperties[] = [
  {
    displayName: 'Get By',
    name: 'getBy',
    type: 'options',
    displayOptions: { show: { operation: ['get'], resource: showing } },
    options: [
      { name: 'UID', value: 'uid', description: 'The UID that every event of this node has' },
      { name: 'Vendor ID', value: 'id', description: "The vendor's own ID of the entry" },
    ],
    default: 'uid',
  },
  uidField({ operation: ['get'], resource: showing, getBy: ['uid'] }),
  uidField({ operation: ['get'], resource: notShowing }),
  {
    displayName: 'Vendor ID',
    name: 'id',
    type: 'string',
    displayOptions: { show: { operation: ['get'], resource: showing, getBy: ['id'] } },
    description: "The vendor's own ID of the entry",
    required: true,
    default: '',
  },
];

function uidField(show: Record<string, string[]>): INodeProperties {
  return {
    displayName: 'UID',
    name: 'uid',
    type: 'string',
    displayOptions: { show },
    placeholder: 'e.g. zendesk-mi8x2k4p-Zk3v9QpX1aBc7dEf',
    description: 'The UID of an event that this node returned before',
    required: true,
    default: '',
  };
}

export const traceFields: readonly INodeProperties[] = [
  {
    ...actorField,
    displayOptions: { show: { operation: ['trace'] } },
    description: 'Who to trace: an e-mail address, an ID or a full name',
    required: true,
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    displayOptions: { show: { operation: ['trace'] } },
    typeOptions: { minValue: 1, maxValue: 5000 },
    description: 'Max number of results to return',
    default: 50,
  },
];

const SORTS = SummaryInput.shape.sort.unwrap().options;
const BUCKETS = SummaryInput.shape.bucket.unwrap().options.filter((value) => value !== 'none');

export const summaryFields: readonly INodeProperties[] = [
  {
    displayName: 'Group By',
    name: 'by',
    type: 'multiOptions',
    displayOptions: { show: { operation: ['summarize'] } },
    options: DIMENSIONS.map((value) => ({ name: titleOf(value), value })).toSorted(byName),
    description:
      'What to count by: two are taken together, more each alone. Leave it empty for a plain total, which some vendors can return in one request.',
    default: ['actor', 'verb', 'action', 'provider', 'flags'],
  },
  {
    displayName: 'Distinct',
    name: 'distinct',
    type: 'options',
    displayOptions: { show: { operation: ['summarize'] } },
    options: [
      { name: 'Nothing', value: '' },
      ...DIMENSIONS.map((value) => ({ name: titleOf(value), value })).toSorted(byName),
    ],
    description: 'Of what to count the distinct values for each row as well',
    default: '',
  },
  {
    displayName: 'Sort By',
    name: 'sort',
    type: 'options',
    displayOptions: { show: { operation: ['summarize'] } },
    options: SORTS.map((value) => ({ name: titleOf(value), value })),
    description: 'Highest count or most distinct values first, earliest first or latest last time',
    default: 'count',
  },
  {
    displayName: 'Unusual',
    name: 'unusual',
    type: 'options',
    displayOptions: { show: { operation: ['summarize'] } },
    options: [
      { name: 'Not Looked For', value: '' },
      {
        name: 'Bursts',
        value: 'bursts',
        description: 'The hours in which somebody did more than usual for them',
      },
      {
        name: 'Silences',
        value: 'silences',
        description: 'The stretches of each log without an event where some would be usual',
      },
    ],
    description: 'What to look for besides the groups',
    default: '',
  },
  {
    displayName: 'Top',
    name: 'top',
    type: 'number',
    displayOptions: { show: { operation: ['summarize'] } },
    typeOptions: { minValue: 1, maxValue: 1000 },
    description: 'How many of the most frequent values of each group to return',
    default: 10,
  },
  {
    displayName: 'Histogram',
    name: 'bucket',
    type: 'options',
    displayOptions: { show: { operation: ['summarize'] } },
    options: [
      { name: 'As Suits Window and Groups', value: '' },
      { name: 'None', value: 'none' },
      ...BUCKETS.map((value) => ({ name: `Per ${titleOf(value)}`, value })),
    ],
    description: 'The bucket width of the histogram',
    default: '',
  },
];

/** A format that is a page, unlike those of `FILE_FORMATS`. */
export const REPORT = 'html';

export const exportFields: readonly INodeProperties[] = [
  {
    displayName: 'Format',
    name: 'format',
    type: 'options',
    displayOptions: { show: { operation: ['export'] } },
    options: [
      ...Object.entries(FILE_FORMATS).map(([value, { label, says }]) => ({ name: label, value, description: says })),
      { name: 'HTML Report', value: REPORT, description: 'A page with a timeline, for a ticket or an auditor' },
    ].toSorted(byName),
    default: 'ndjson',
  },
  fileVersionField,
  {
    displayName: 'File Name',
    name: 'fileName',
    type: 'string',
    displayOptions: { show: { operation: ['export'] } },
    placeholder: 'e.g. audit.ndjson',
    description: 'Name of the file. If empty, it is made of the products and the window.',
    default: '',
  },
  {
    displayName: 'Put Output File in Field',
    name: 'binaryPropertyName',
    type: 'string',
    displayOptions: { show: { operation: ['export'] } },
    hint: 'The name of the output binary field to put the file in',
    required: true,
    default: 'data',
  },
  {
    displayName: 'Fields',
    name: 'fields',
    type: 'string',
    // The others have the fields of their standard.
    displayOptions: { show: { operation: ['export'], format: ['csv', 'ndjson'] } },
    placeholder: 'e.g. time,actor.email,action,target,uid',
    description: 'Which fields of the event to write, separated by commas. The usual ones, if empty.',
    default: '',
  },
  {
    displayName: 'Include Raw Entry',
    name: 'raw',
    type: 'boolean',
    displayOptions: { show: { operation: ['export'] }, hide: { format: [REPORT] } },
    description: "Whether to write the vendor's own entry as well",
    default: false,
  },
];
