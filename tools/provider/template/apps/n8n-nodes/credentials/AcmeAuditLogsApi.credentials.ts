import { providers } from '@trailhound/core';
import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { urlExpression } from './from-provider/address.ts';
import { authenticateAs } from './from-provider/authenticate.ts';
import { credentialFields } from './from-provider/fields.ts';
import { probe } from './from-provider/probe.ts';

export class AcmeAuditLogsApi implements ICredentialType {
  name = 'acmeAuditLogsApi';
  displayName = 'Acme Audit Logs API';
  icon = { light: 'file:../icons/acme.svg', dark: 'file:../icons/acme.dark.svg' } as const;
  documentationUrl = 'https://github.com/trailhound/trailhound/tree/main/apps/n8n-nodes#acme-api-token';
  properties: INodeProperties[] = credentialFields(providers.acme, 'token');
  authenticate = authenticateAs(providers.acme, 'token');
  test: ICredentialTestRequest = probe(providers.acme, {
    baseUrl: urlExpression('$credentials', 'https://api.acme.example'),
    signs: [],
  });
}
