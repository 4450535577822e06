import type { INodeCredentialDescription, NodeParameterValue } from 'n8n-workflow';
import { ACCESS, accessParameter } from '../host/access.ts';
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
        products: [onlyOthersThan(id)],
        [accessParameter(id)]: ways.map(([other]) => other).filter((other) => other !== way),
      },
    },
  }));
});

/** Holds where every chosen product is another. Where none is to be chosen there is no text to match. */
function onlyOthersThan(id: string): NodeParameterValue {
  // n8n takes conditions under `hide` as well, which its types do not say.
  return { _cnd: { regex: `^(?!${id}$)` } } as unknown as NodeParameterValue;
}
