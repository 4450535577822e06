import type { ProviderId } from '@trailhound/core';

/** An authentication method: our credential type and its label. */
export interface Access {
  readonly type: string;
  readonly label: string;
}

/** The authentication methods of each provider, the recommended one first. */
export const ACCESS: Readonly<Record<ProviderId, Readonly<Record<string, Access>>>> = {
  gong: {
    oAuth2: { type: 'gongAuditLogsOAuth2Api', label: 'OAuth2' },
    accessKey: { type: 'gongAuditLogsApi', label: 'Access Key' },
  },
  zendesk: {
    oAuth2: { type: 'zendeskAuditLogsOAuth2Api', label: 'OAuth2' },
    apiToken: { type: 'zendeskAuditLogsApi', label: 'API Token' },
  },
  ashby: {
    apiKey: { type: 'ashbyAuditLogsApi', label: 'API Key' },
  },
};

/** The name of the parameter that chooses one. */
export function accessParameter(provider: string): string {
  return `${provider}Authentication`;
}
