import { providers } from '@trailhound/core';
import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { urlExpression } from './from-provider/address.ts';
import { noBodyProperties, siteField } from './from-provider/fields.ts';
import { probe } from './from-provider/probe.ts';

/** The base URL that came with the token, if it is one of Gong's. */
const ASSIGNED = String.raw`(String($credentials["oauthTokenData"]?.api_base_url_for_customer).match(/^https:\/\/[\w.-]+\.gong\.io$/) ?? [])[0]`;

export class GongAuditLogsOAuth2Api implements ICredentialType {
  name = 'gongAuditLogsOAuth2Api';
  extends = ['oAuth2Api'];
  displayName = 'Gong Audit Logs OAuth2 API';
  icon = { light: 'file:../icons/gong.svg', dark: 'file:../icons/gong.dark.svg' } as const;
  documentationUrl = 'https://github.com/trailhound/trailhound/tree/main/apps/n8n-nodes#gong-oauth2';
  properties: INodeProperties[] = [
    // An OAuth token only works at its own base URL, which comes with it.
    { ...siteField(providers.gong), placeholder: 'Leave empty: it comes with the token', default: '' },
    { displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
    {
      displayName: 'Authorization URL',
      name: 'authUrl',
      type: 'hidden',
      default: 'https://app.gong.io/oauth2/authorize',
    },
    {
      displayName: 'Access Token URL',
      name: 'accessTokenUrl',
      type: 'hidden',
      default: 'https://app.gong.io/oauth2/generate-customer-token',
    },
    { displayName: 'Scope', name: 'scope', type: 'hidden', default: 'api:logs:read' },
    { displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
    { displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
    noBodyProperties,
  ];
  test: ICredentialTestRequest = probe(providers.gong, {
    baseUrl: urlExpression('$credentials', 'https://api.gong.io', ASSIGNED),
    signs: [{ key: 'requestId', message: 'This is not a response of Gong: check the base URL.' }],
    also: { 401: 'Or the integration lacks the scope api:logs:read.' },
  });
}
