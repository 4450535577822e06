import { AuditError, connect, providers, type Connection, type Provider, type ProviderId } from '@trailhound/core';
import { ALL } from '../fields/resource.ts';
import { ACCESS, accessParameter } from './access.ts';
import type { Host } from './host.ts';
import { portsOf } from './ports.ts';
import { siteOf } from './site.ts';

/** Connections of an execution, so that the items of one account share its pace. */
export type Opened = Map<string, Connection>;

/** What the chosen resource stands for: one provider, or all that have a credential. */
export async function openConnections(
  host: Host,
  opened: Opened,
  deadline: number | undefined,
): Promise<readonly Connection[]> {
  const resource = String(host.parameter('resource'));
  const found: Connection[] = [];
  for (const provider of Object.values<Provider>(providers)) {
    if (resource !== ALL && resource !== provider.id) continue;
    const type = chosenType(host, provider);
    if (type !== undefined) found.push(await open(host, { provider, type, deadline, opened }));
  }
  if (found.length === 0) throw nothingConnected(resource);
  return found;
}

/** The credential type that the user chose and filled. */
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
  const site = siteOf(provider, await host.credential(type));
  const ports = portsOf(host, type, deadline);
  const key = JSON.stringify([type, site]);
  const known = opened.get(key);
  const made = connect(provider, { site }, ports);
  const connection = known === undefined ? made : { ...made, pace: known.pace };
  opened.set(key, connection);
  return connection;
}

function nothingConnected(resource: string): AuditError {
  const label = providers[resource as ProviderId]?.label;
  return new AuditError({
    code: 'invalid_query',
    field: 'credentials',
    message: label === undefined ? 'Nothing is connected' : `${label} is not connected`,
    hint: 'Choose or create a credential in this node, for the kind of authentication that is selected.',
  });
}
