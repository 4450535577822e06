import {
  NodeConnectionTypes,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
} from 'n8n-workflow';
import { credentials } from './fields/credentials.ts';
import { triggerFields } from './fields/trigger-fields.ts';
import { poll } from './poll.ts';

/** Starts a workflow with what is new in the audit logs of Gong, Zendesk and Ashby. */
export class AuditLogsTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Audit Logs Trigger',
    name: 'auditLogsTrigger',
    icon: { light: 'file:../../icons/trailhound.svg', dark: 'file:../../icons/trailhound.dark.svg' },
    group: ['trigger'],
    version: [1],
    defaultVersion: 1,
    subtitle: '={{ $parameter["resource"] }}',
    description:
      'Starts the workflow with new events of the audit logs of Gong, Zendesk and Ashby: none lost, none twice',
    defaults: { name: 'Audit Logs Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    properties: triggerFields,
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await poll(this);
  }
}
