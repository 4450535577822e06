import type { INodeProperties } from 'n8n-workflow';
import { orderField, redactField } from './output.ts';
import { ruleOptions } from './risks.ts';
import { byLabel } from './wording.ts';

const cursor: INodeProperties = {
  displayName: 'Cursor',
  name: 'cursor',
  type: 'string',
  description: 'Continues where an earlier run of the same query ended. The coverage item contains it.',
  default: '',
};

const coverage: INodeProperties = {
  displayName: 'Include Coverage Item',
  name: 'includeCoverage',
  type: 'boolean',
  description: 'Whether to add an item that says which part of the window the result covers, with a cursor to continue',
  default: false,
};

const timeLimit: INodeProperties = {
  displayName: 'Time Limit (Seconds)',
  name: 'timeLimit',
  type: 'number',
  typeOptions: { minValue: 0 },
  description: 'The maximum time for reading and waiting. Whatever was read until then is returned. No limit, if 0.',
  default: 0,
};

const timeZone: INodeProperties = {
  displayName: 'Time Zone',
  name: 'timeZone',
  type: 'string',
  placeholder: 'e.g. Europe/Berlin',
  description: 'The time zone of dates and day names. The time zone of the workflow, if empty.',
  default: '',
};

/** The options of each operation. */
const OPTIONS: Readonly<Record<string, readonly INodeProperties[]>> = {
  export: [orderField, redactField, timeLimit, timeZone],
  get: [redactField, timeLimit],
  getAll: [cursor, coverage, orderField, redactField, timeLimit, timeZone],
  requestExport: [timeLimit, timeZone],
  risks: [coverage, ...ruleOptions, redactField, timeLimit, timeZone].toSorted(byLabel),
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
