import type { INodeProperties } from 'n8n-workflow';
import { orderField, redactField } from './output.ts';

const cursor: INodeProperties = {
  displayName: 'Cursor',
  name: 'cursor',
  type: 'string',
  description: 'Goes on where an earlier run of the same query ended. The coverage item holds it.',
  default: '',
};

const coverage: INodeProperties = {
  displayName: 'Include Coverage Item',
  name: 'includeCoverage',
  type: 'boolean',
  description: 'Whether to add an item that says what part of the window the result holds, with the cursor to go on',
  default: false,
};

const timeLimit: INodeProperties = {
  displayName: 'Time Limit (Seconds)',
  name: 'timeLimit',
  type: 'number',
  typeOptions: { minValue: 0 },
  description: 'How long to read and to wait at most. What was read until then is returned. No limit, if 0.',
  default: 0,
};

const timeZone: INodeProperties = {
  displayName: 'Time Zone',
  name: 'timeZone',
  type: 'string',
  placeholder: 'e.g. Europe/Berlin',
  description: 'What dates and day names refer to. The time zone of the workflow, if empty.',
  default: '',
};

/** Which options each operation takes. */
const OPTIONS: Readonly<Record<string, readonly INodeProperties[]>> = {
  export: [orderField, redactField, timeLimit, timeZone],
  get: [redactField, timeLimit],
  getAll: [cursor, coverage, orderField, redactField, timeLimit, timeZone],
  requestExport: [timeLimit, timeZone],
  summarize: [timeLimit, timeZone],
  trace: [coverage, orderField, redactField, timeLimit, timeZone],
};

export const options: readonly INodeProperties[] = Object.entries(OPTIONS).map(([operation, fields]) => ({
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add Option',
  displayOptions: { show: { operation: [operation] } },
  options: [...fields],
  default: {},
}));
