import {
  NodeConnectionTypes,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
} from 'n8n-workflow';
import { credentials } from './fields/credentials.ts';
import { productsInSentence, resourceLabel } from './fields/resource.ts';
import { triggerFields } from './fields/trigger-fields.ts';
import { menus } from './menus.ts';
import { poll } from './poll.ts';

/** Starts a workflow on new events in the audit logs. */
export class AuditLogsTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Audit Logs Trigger',
    name: 'auditLogsTrigger',
    icon: { light: 'file:../../icons/trailhound.svg', dark: 'file:../../icons/trailhound.dark.svg' },
    group: ['trigger'],
    version: [1],
    defaultVersion: 1,
    subtitle: `={{ ${resourceLabel} }}`,
    // n8n's panel shows this description for both nodes.
    description: `Read and follow the audit logs of ${productsInSentence}`,
    eventTriggerDescription: 'Something new in the audit logs',
    activationMessage: 'Your workflow now starts with every new event of the audit logs that you chose.',
    defaults: { name: 'Audit Logs Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    properties: triggerFields,
  };

  methods = menus;

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await poll(this);
  }
}
