import type { INodeCredentialDescription } from 'n8n-workflow';
import { ACCESS, accessParameter } from '../host/access.ts';
import { onlyOthersThan } from './products.ts';
import { everyProvider } from './resource.ts';

/**
 * A credential for every way to authenticate, hidden where it is not the chosen one. Never shown where it is: a field
 * with all of its values under `show` is taken by n8n for the choice of authentication, and moved from the node into the
 * dialog of the credential.
 */
export const credentials: INodeCredentialDescription[] = everyProvider.flatMap((provider) => {
  const { id, label } = provider;
  const ways = Object.entries(ACCESS[id as keyof typeof ACCESS]);
  const others = everyProvider.filter((other) => other !== provider).map((other) => other.id);
  return ways.map(([way, { type }]) => ({
    name: type,
    displayName: `${label} Credential`,
    required: true,
    displayOptions: {
      hide: {
        resource: others,
        products: [onlyOthersThan(provider)],
        [accessParameter(id)]: ways.map(([other]) => other).filter((other) => other !== way),
      },
    },
  }));
});
