import { VENDOR_IDS, type Simulator } from '@trailhound/simulator';
import { filledIn, wayOf, WAYS } from '../test/ways.mts';

export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Node {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly position: readonly [number, number];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
  readonly onError?: string;
  readonly webhookId?: string;
}

export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly nodes: readonly Node[];
  readonly connections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The good credentials of a simulator, one for each vendor. */
export function goodCredentials(simulator: Simulator): Credential[] {
  return VENDOR_IDS.map((vendor) => ({
    id: `credential-${vendor}`,
    name: vendor,
    type: wayOf(vendor).type,
    data: filledIn(simulator, vendor),
  }));
}

/** Both of OAuth, with tokens as they are after somebody has approved. */
export function oauthCredentials(simulator: Simulator): Credential[] {
  const zendesk = simulator.credentials('zendesk')['client_credentials'] ?? {};
  const gong = simulator.credentials('gong')['oauth'] ?? {};
  return [
    {
      id: 'credential-zendesk-oauth',
      name: 'zendesk-oauth',
      type: 'zendeskAuditLogsOAuth2Api',
      data: { site: simulator.baseUrl('zendesk'), grantType: 'clientCredentials', ...zendesk },
    },
    {
      id: 'credential-gong-oauth',
      name: 'gong-oauth',
      type: 'gongAuditLogsOAuth2Api',
      data: {
        site: simulator.baseUrl('gong'),
        clientId: gong['clientId'],
        clientSecret: gong['clientSecret'],
        // Spent, so that n8n has to renew it.
        oauthTokenData: { access_token: 'spent', refresh_token: gong['refreshToken'], token_type: 'bearer' },
      },
    },
  ];
}

/** Where Gong issues tokens is fixed in the credential; n8n lets the owner of an instance overwrite it. */
export function simulatedTokens(simulator: Simulator): Record<string, string> {
  const { tokenPath = '' } = simulator.credentials('gong')['oauth'] ?? {};
  const accessTokenUrl = `${simulator.baseUrl('gong')}${tokenPath}`;
  return { CREDENTIALS_OVERWRITE_DATA: JSON.stringify({ gongAuditLogsOAuth2Api: { accessTokenUrl } }) };
}

export function credentialsOf(
  ...credentials: readonly Pick<Credential, 'id' | 'name' | 'type'>[]
): NonNullable<Node['credentials']> {
  return Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));
}

/** The good credentials, as a node names them. */
export function allGood(): NonNullable<Node['credentials']> {
  return credentialsOf(
    ...VENDOR_IDS.map((vendor) => ({ id: `credential-${vendor}`, name: vendor, type: wayOf(vendor).type })),
  );
}

export function node(name: string, type: string, parameters: Record<string, unknown>, more: Partial<Node> = {}): Node {
  return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters, ...more };
}

export function auditLogs(name: string, parameters: Record<string, unknown>, more: Partial<Node> = {}): Node {
  return node(name, 'n8n-nodes-trailhound.auditLogs', { ...WAYS, ...parameters }, { credentials: allGood(), ...more });
}

export function trigger(parameters: Record<string, unknown>, more: Partial<Node> = {}): Node {
  const pollTimes = { item: [{ mode: 'everyMinute' }] };
  return node(
    'Trigger',
    'n8n-nodes-trailhound.auditLogsTrigger',
    { ...WAYS, pollTimes, ...parameters },
    {
      credentials: allGood(),
      ...more,
    },
  );
}

export const manual = node('Start', 'n8n-nodes-base.manualTrigger', {});

/** A workflow in which the first node is followed by all the others, side by side. */
export function fan(id: string, first: Node, ...others: readonly Node[]): Workflow {
  const followers = others.map(({ name }) => ({ node: name, type: 'main', index: 0 }));
  return {
    id,
    name: id,
    active: false,
    settings: { executionOrder: 'v1' },
    nodes: [first, ...others],
    connections: others.length === 0 ? {} : { [first.name]: { main: [followers] } },
  };
}
