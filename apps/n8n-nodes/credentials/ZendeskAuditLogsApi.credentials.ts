import { providers } from '@trailhound/core';
import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { subdomainExpression } from './from-provider/address.ts';
import { authenticateAs } from './from-provider/authenticate.ts';
import { credentialFields } from './from-provider/fields.ts';
import { probe } from './from-provider/probe.ts';

export class ZendeskAuditLogsApi implements ICredentialType {
  name = 'zendeskAuditLogsApi';
  displayName = 'Zendesk Audit Logs API';
  icon = { light: 'file:../icons/zendesk.svg', dark: 'file:../icons/zendesk.dark.svg' } as const;
  documentationUrl = 'https://github.com/trailhound/trailhound/tree/main/apps/n8n-nodes#zendesk-api-token';
  properties: INodeProperties[] = credentialFields(providers.zendesk, 'api_token');
  authenticate = authenticateAs(providers.zendesk, 'api_token');
  test: ICredentialTestRequest = probe(providers.zendesk, {
    baseUrl: subdomainExpression('$credentials', 'zendesk.com'),
    refusal: { error: "Couldn't authenticate you" },
    signs: [{ key: 'audit_logs', message: 'This is not a response of Zendesk: check the subdomain.' }],
  });
}
