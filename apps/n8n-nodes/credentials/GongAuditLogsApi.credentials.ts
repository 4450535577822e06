import { providers } from '@trailhound/core';
import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { urlExpression } from './from-provider/address.ts';
import { authenticateAs } from './from-provider/authenticate.ts';
import { credentialFields } from './from-provider/fields.ts';
import { probe } from './from-provider/probe.ts';

export class GongAuditLogsApi implements ICredentialType {
  name = 'gongAuditLogsApi';
  displayName = 'Gong Audit Logs API';
  icon = { light: 'file:../icons/gong.svg', dark: 'file:../icons/gong.dark.svg' } as const;
  documentationUrl = 'https://github.com/trailhound/trailhound/tree/main/apps/n8n-nodes#gong-access-key';
  properties: INodeProperties[] = credentialFields(providers.gong, 'access_key');
  authenticate = authenticateAs(providers.gong, 'access_key');
  test: ICredentialTestRequest = probe(providers.gong, {
    baseUrl: urlExpression('$credentials', 'https://api.gong.io'),
    signs: [{ key: 'requestId', message: 'This is not a response of Gong: check the base URL.' }],
  });
}
