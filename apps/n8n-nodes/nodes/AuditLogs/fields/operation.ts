import type { INodeProperties } from 'n8n-workflow';
import { ALL, everyProvider, labelExpression } from './resource.ts';

type OperationOption = Readonly<Record<'name' | 'value' | 'action' | 'description', string>>;

/** The operations, in the order of the menu. n8n names a node after its action. */
const OPERATIONS: readonly OperationOption[] = [
  {
    name: 'Export to File',
    value: 'export',
    action: 'Export events from {product} to a file',
    description: 'Write all events of a window to an NDJSON or CSV file, page by page',
  },
  {
    name: 'Find Risks',
    value: 'risks',
    action: 'Find risks in {product}',
    description: 'Find what should worry somebody, such as a new administrator or a mass export',
  },
  { name: 'Get', value: 'get', action: 'Get an event from {product}', description: 'Get one event by its ID' },
  {
    name: 'Get Many',
    value: 'getAll',
    action: 'Get many events from {product}',
    description: 'Get the newest or oldest events that match',
  },
  {
    name: 'Request E-Mail Export',
    value: 'requestExport',
    action: 'Request an e-mail export from {product}',
    description: 'Ask the vendor to e-mail a CSV file of the window to you',
  },
  {
    name: 'Summarize',
    value: 'summarize',
    action: 'Summarize events from {product}',
    description: 'Count events: how many, who most, when',
  },
  {
    name: 'Trace Actor',
    value: 'trace',
    action: 'Trace an actor in {product}',
    description: 'Get the timeline of one person or key',
  },
];

/** The operations that read the events of a query. */
export const READING_OPERATIONS: string[] = ['export', 'getAll', 'summarize'];

/** An operation that only some products support. */
const MAILING = 'requestExport';

/**
 * One field per resource, although they differ little: when the user chooses an action in n8n's panel, n8n sets the
 * first resource whose operation field has it.
 */
function operationOf(resource: string, product: string, canMail: boolean): INodeProperties {
  return {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: [resource] } },
    options: OPERATIONS.filter(({ value }) => canMail || value !== MAILING).map(
      ({ name, value, action, description }) => ({
        name,
        value,
        action: action.replace('{product}', product),
        description,
      }),
    ),
    default: 'getAll',
  };
}

export const operations: readonly INodeProperties[] = [
  operationOf(ALL, 'several products', false),
  ...everyProvider.map(({ id, label, operations: can }) => operationOf(id, label, can.includes('export'))),
];

/** The subtitle of a node in n8n. */
export const operationLabel = labelExpression('operation', [...OPERATIONS]);

/** A warning before the first run. */
export const mailNotice: INodeProperties = {
  displayName: 'Every run sends an e-mail, and so does every input item.',
  name: 'mailNotice',
  type: 'notice',
  displayOptions: { show: { operation: [MAILING] } },
  default: '',
};
