import type { ProviderId } from '@trailhound/core';

/** A way to authenticate: our credential type for it, and what the user reads. */
export interface Access {
  readonly type: string;
  readonly label: string;
}

/** The ways to authenticate with each provider, the recommended one first. */
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

/** The parameter that chooses among them. */
export function accessParameter(provider: string): string {
  return `${provider}Authentication`;
}
