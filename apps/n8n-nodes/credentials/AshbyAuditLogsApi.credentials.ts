import { providers } from '@trailhound/core';
import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { urlExpression } from './from-provider/address.ts';
import { authenticateAs } from './from-provider/authenticate.ts';
import { credentialFields } from './from-provider/fields.ts';
import { probe } from './from-provider/probe.ts';

export class AshbyAuditLogsApi implements ICredentialType {
  name = 'ashbyAuditLogsApi';
  displayName = 'Ashby Audit Logs API';
  icon = { light: 'file:../icons/ashby.svg', dark: 'file:../icons/ashby.dark.svg' } as const;
  documentationUrl = 'https://github.com/trailhound/trailhound/tree/main/apps/n8n-nodes#ashby-api-key';
  properties: INodeProperties[] = credentialFields(providers.ashby, 'api_key');
  authenticate = authenticateAs(providers.ashby, 'api_key');
  // Ashby rejects credentials with status 200, so the body decides.
  test: ICredentialTestRequest = probe(providers.ashby, {
    baseUrl: urlExpression('$credentials', 'https://api.ashbyhq.com'),
    signs: [
      {
        key: 'errorInfo.code',
        value: 'missing_endpoint_permission',
        message: 'The API key lacks the permission to read audit logs (auditLogsRead).',
      },
      {
        key: 'errorInfo.code',
        value: 'audit_logs_not_enabled',
        message: 'Ashby has not enabled audit logs for the organization.',
      },
      { key: 'success', value: false, message: 'Ashby rejected the request: check the API key and its permissions.' },
      { key: 'success', message: 'This is not a response of Ashby: check the base URL.' },
    ],
  });
}
