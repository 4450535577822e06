import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ALL, everyProvider } from './resource.ts';

/** What the node can do, in the order of the menu. */
const OPERATIONS: readonly (INodePropertyOptions & { readonly value: string })[] = [
  {
    name: 'Export to File',
    value: 'export',
    action: 'Export events to a file',
    description: 'Write all events of a window to an NDJSON or CSV file, page by page',
  },
  { name: 'Get', value: 'get', action: 'Get an event', description: 'Get one event by its ID' },
  {
    name: 'Get Many',
    value: 'getAll',
    action: 'Get many events',
    description: 'Get the newest or oldest events that match',
  },
  {
    name: 'Request E-Mail Export',
    value: 'requestExport',
    action: 'Request an e-mail export',
    description: 'Ask the vendor to e-mail a CSV file of the window to you',
  },
  {
    name: 'Summarize',
    value: 'summarize',
    action: 'Summarize events',
    description: 'Count events: how many, who most, when',
  },
  {
    name: 'Trace Actor',
    value: 'trace',
    action: 'Trace an actor',
    description: 'Get the timeline of one person, key or address',
  },
];

/** The operations that read the events of a query. */
export const READING_OPERATIONS: string[] = ['export', 'getAll', 'summarize'];

/** The products that e-mail exports. */
const mailing: readonly string[] = everyProvider
  .filter(({ operations }) => operations.includes('export'))
  .map(({ id }) => id);

const others = [...everyProvider.map(({ id }) => id).filter((id) => !mailing.includes(id)), ALL];

function operationFor(resources: readonly string[], values: (value: string) => boolean): INodeProperties {
  return {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: [...resources] } },
    options: OPERATIONS.filter(({ value }) => values(value)),
    default: 'getAll',
  };
}

export const operations: readonly INodeProperties[] = [
  operationFor(mailing, () => true),
  operationFor(others, (value) => value !== 'requestExport'),
];
