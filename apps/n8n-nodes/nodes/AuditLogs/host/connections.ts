import { AuditError, connect, type Connection, type Provider, type ProviderId } from '@trailhound/core';
import { readProducts } from '../fields/products.ts';
import { ACCESS, accessParameter } from './access.ts';
import type { Host } from './host.ts';
import { portsOf } from './ports.ts';
import { withSecrets } from './secrets.ts';
import { siteOf } from './site.ts';

/** The connections of an execution, shared so that items of the same account share its rate limit. */
export type Opened = Map<string, Connection>;

/** Connects the chosen products, each with its credential. */
export async function openConnections(
  host: Host,
  opened: Opened,
  deadline: number | undefined,
): Promise<readonly Connection[]> {
  const chosen = readProducts(host.parameter).map((provider) => ({ provider, type: chosenType(host, provider) }));
  const filled = chosen.flatMap(({ provider, type }) => (type === undefined ? [] : [{ provider, type }]));
  if (filled.length < chosen.length) {
    throw notConnected(chosen.filter(({ type }) => type === undefined).map(({ provider }) => provider.label));
  }
  const found: Connection[] = [];
  for (const { provider, type } of filled) found.push(await open(host, { provider, type, deadline, opened }));
  return found;
}

/** The credential type that the user chose. */
function chosenType(host: Host, { id }: Provider): string | undefined {
  const ways = ACCESS[id as ProviderId];
  const [first] = Object.keys(ways);
  const way = Object.hasOwn(ways, String(host.parameter(accessParameter(id), first)))
    ? String(host.parameter(accessParameter(id), first))
    : first;
  const type = ways[way ?? '']?.type;
  return type !== undefined && host.node.credentials?.[type] !== undefined ? type : undefined;
}

interface Opening {
  readonly provider: Provider;
  readonly type: string;
  readonly deadline: number | undefined;
  readonly opened: Opened;
}

async function open(host: Host, { provider, type, deadline, opened }: Opening): Promise<Connection> {
  const credential = await host.credential(type);
  const site = siteOf(provider, credential);
  const ports = portsOf(host, type, deadline);
  const { send, secrets } = withSecrets({ host, type, credential }, ports.send);
  const key = JSON.stringify([type, site]);
  const pace = opened.get(key)?.pace;
  // Leave out tokens, which are renewed. What the user typed stays, so that a secret gets the same marker in every
  // execution.
  const fingerprintKey = JSON.stringify({ ...credential, oauthTokenData: undefined });
  const connection = connect(provider, { site, secrets, fingerprintKey, pace }, { ...ports, send });
  opened.set(key, connection);
  return connection;
}

function notConnected(labels: readonly string[]): AuditError {
  const names = new Intl.ListFormat('en').format(labels);
  return new AuditError({
    code: 'invalid_query',
    field: 'credentials',
    message: `${names} ${labels.length === 1 ? 'is' : 'are'} not connected`,
    hint: `Choose or create a credential for ${names}, of the kind that is selected under Authentication. If you chose several products, you can also remove the ones that should not be read from Products.`,
  });
}
