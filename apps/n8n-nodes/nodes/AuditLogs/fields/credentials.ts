import type { INodeCredentialDescription } from 'n8n-workflow';
import { ACCESS, accessParameter } from '../host/access.ts';
import { onlyOthersThan } from './products.ts';
import { everyProvider } from './resource.ts';

/**
 * One credential per authentication method, hidden unless that method is chosen. `hide` instead of `show`, because n8n
 * mistakes a field whose values are all listed under `show` for the choice of authentication, and moves it from the
 * node to the credential dialog.
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
