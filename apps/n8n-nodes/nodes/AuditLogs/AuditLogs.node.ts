import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { credentials } from './fields/credentials.ts';
import { actionFields } from './fields/index.ts';
import { operationLabel } from './fields/operation.ts';
import { productsInSentence, resourceLabel } from './fields/resource.ts';
import { menus } from './menus.ts';
import { run } from './run.ts';

/** Queries the audit logs of all products: who did what, when, to what, from where. */
export class AuditLogs implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Audit Logs',
    name: 'auditLogs',
    icon: { light: 'file:../../icons/trailhound.svg', dark: 'file:../../icons/trailhound.dark.svg' },
    group: ['input'],
    version: [1],
    defaultVersion: 1,
    subtitle: `={{ ${resourceLabel} + ": " + ${operationLabel} }}`,
    description: `Search, summarize and export the audit logs of ${productsInSentence}`,
    defaults: { name: 'Audit Logs' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    properties: actionFields,
  };

  methods = menus;

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await run(this);
  }
}
