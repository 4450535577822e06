import type { INodeProperties } from 'n8n-workflow';
import { authentication } from './authentication.ts';
import { filterFields } from './filters.ts';
import { logFields } from './logs.ts';
import { nativeFilterFields } from './native-filters.ts';
import { exportFields, getFields, summaryFields, traceFields } from './operation-fields.ts';
import { mailNotice, operations, READING_OPERATIONS } from './operation.ts';
import { options } from './options.ts';
import { limitFields, outputFields } from './output.ts';
import { products } from './products.ts';
import { resource } from './resource.ts';
import { riskFields, RISKS_SINCE } from './risks.ts';
import { windowFields } from './window.ts';

const FILTERING = [...READING_OPERATIONS, 'requestExport'];

/** The fields of the action node, in the order of the panel. */
export const actionFields: INodeProperties[] = [
  resource,
  products,
  ...authentication,
  ...operations,
  mailNotice,
  ...getFields,
  ...traceFields,
  ...windowFields({ operation: [...READING_OPERATIONS, 'trace', 'requestExport'] }),
  ...windowFields({ operation: ['risks'] }, RISKS_SINCE),
  ...logFields({ operation: [...READING_OPERATIONS, 'trace', 'risks'] }),
  ...riskFields,
  ...limitFields({ operation: ['getAll'] }),
  ...summaryFields,
  ...exportFields,
  ...outputFields({ operation: ['get', 'getAll'] }),
  filterFields({ operation: READING_OPERATIONS }),
  ...nativeFilterFields({ operation: FILTERING }),
  ...options,
];
