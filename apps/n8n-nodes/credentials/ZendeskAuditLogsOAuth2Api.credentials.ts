import { providers } from '@trailhound/core';
import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { subdomainExpression } from './from-provider/address.ts';
import { credentialFields, noBodyProperties } from './from-provider/fields.ts';
import { probe } from './from-provider/probe.ts';
import { titleOf } from '../nodes/AuditLogs/fields/wording.ts';

export class ZendeskAuditLogsOAuth2Api implements ICredentialType {
  name = 'zendeskAuditLogsOAuth2Api';
  // n8n shows inherited fields first, in this order, so the subdomain comes before the OAuth fields.
  extends = ['zendeskAuditLogsApi', 'oAuth2Api'];
  displayName = 'Zendesk Audit Logs OAuth2 API';
  icon = { light: 'file:../icons/zendesk.svg', dark: 'file:../icons/zendesk.dark.svg' } as const;
  documentationUrl = 'https://github.com/trailhound/trailhound/tree/main/apps/n8n-nodes#zendesk-oauth2';
  properties: INodeProperties[] = [
    ...credentialFields(providers.zendesk, 'api_token').map(hiddenUnlessSite),
    {
      displayName: 'Grant Type',
      name: 'grantType',
      type: 'options',
      options: [
        { name: 'Authorization Code', value: 'authorizationCode', description: 'You approve the client in a browser' },
        {
          name: 'Client Credentials',
          value: 'clientCredentials',
          description: 'The client acts as the user that is linked to it',
        },
      ],
      default: 'authorizationCode',
    },
    {
      displayName: 'Authorization URL',
      name: 'authUrl',
      type: 'hidden',
      default: subdomainExpression('$self', 'zendesk.com', '/oauth/authorizations/new'),
    },
    {
      displayName: 'Access Token URL',
      name: 'accessTokenUrl',
      type: 'hidden',
      default: subdomainExpression('$self', 'zendesk.com', '/oauth/tokens'),
    },
    {
      displayName: 'Allow Requesting Exports',
      name: 'mayExport',
      type: 'boolean',
      description: 'Whether to ask for the scope write as well, which Request E-Mail Export may need',
      default: false,
    },
    {
      displayName: 'Scope',
      name: 'scope',
      type: 'hidden',
      default: '={{ $self["mayExport"] ? "auditlogs:read write" : "auditlogs:read" }}',
    },
    { displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
    { displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
    noBodyProperties,
  ];
  test: ICredentialTestRequest = probe(providers.zendesk, {
    baseUrl: subdomainExpression('$credentials', 'zendesk.com'),
    signs: [{ key: 'audit_logs', message: 'This is not a response of Zendesk: check the subdomain.' }],
  });
}

/** The token's own fields are inherited along with the subdomain, but are not needed here. */
function hiddenUnlessSite(field: INodeProperties): INodeProperties {
  if (field.name === 'site') return field;
  return { displayName: titleOf(field.name), name: field.name, type: 'hidden', default: '' };
}
