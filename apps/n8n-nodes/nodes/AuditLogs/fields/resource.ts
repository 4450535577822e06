import { providers, type Provider } from '@trailhound/core';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { byName } from './wording.ts';

/** The resource that stands for several providers at once. */
export const ALL = 'all';

export const everyProvider: readonly Provider[] = Object.values(providers);

/** The resources whose fields a provider's belong to. */
export function resourcesOf({ id }: Provider): string[] {
  return [id, ALL];
}

const RESOURCES: INodePropertyOptions[] = [
  { name: 'Several Products', value: ALL, description: 'All products, or those that you choose' },
  ...everyProvider.map(({ id, label, logs }) => ({
    name: label,
    value: id,
    description: logs.map((log) => log.label).join(', '),
  })),
].toSorted(byName);

/** Chosen until the user chooses. */
const [{ id: usual }] = Object.values(providers) as [Provider, ...Provider[]];

export const resource: INodeProperties = {
  displayName: 'Resource',
  name: 'resource',
  type: 'options',
  noDataExpression: true,
  options: RESOURCES,
  default: usual,
};
