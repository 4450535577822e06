import type { INodeProperties } from 'n8n-workflow';
import { ACCESS, accessParameter } from '../host/access.ts';
import { shownWith } from './products.ts';
import { everyProvider } from './resource.ts';

/** The authentication method, for every provider with several. */
export const authentication: readonly INodeProperties[] = everyProvider.flatMap((provider): INodeProperties[] => {
  const ways = Object.entries(ACCESS[provider.id as keyof typeof ACCESS]);
  const [usual] = ways.map(([value]) => value);
  if (usual === undefined || ways.length === 1) return [];
  return [
    {
      displayName: `${provider.label} Authentication`,
      name: accessParameter(provider.id),
      type: 'options',
      displayOptions: shownWith(provider),
      options: ways.map(([value, { label }]) => ({ name: label, value })),
      default: usual,
    },
  ];
});
