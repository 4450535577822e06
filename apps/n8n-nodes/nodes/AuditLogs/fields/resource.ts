import { providers, type Provider } from '@trailhound/core';
import { inSentence } from '@trailhound/core/reply';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { byName, titleCase } from './wording.ts';

/** The resource that stands for several providers. */
export const ALL = 'all';

export const everyProvider: readonly Provider[] = Object.values(providers);

/** Such as: Gong, Zendesk and Ashby. */
export const productsInSentence = inSentence(everyProvider.map(({ label }) => label));

/** The resources that show a provider's fields. */
export function resourcesOf({ id }: Provider): string[] {
  return [id, ALL];
}

const RESOURCES: INodePropertyOptions[] = [
  { name: 'Several Products', value: ALL, description: 'All products, or those that you choose' },
  ...everyProvider.map(({ id, label, logs }) => ({
    name: label,
    value: id,
    description: logs.map((log) => titleCase(log.label)).join(', '),
  })),
].toSorted(byName);

/** The default resource. */
const [usual = ALL] = everyProvider.map(({ id }) => id);

export const resource: INodeProperties = {
  displayName: 'Resource',
  name: 'resource',
  type: 'options',
  noDataExpression: true,
  options: RESOURCES,
  default: usual,
};

/** The subtitle of a node in n8n: the label of the chosen resource, such as Gong or Several Products. */
export const resourceLabel = labelExpression('resource', RESOURCES);

/** An n8n expression for the label of the chosen option. */
export function labelExpression(parameter: string, options: readonly INodePropertyOptions[]): string {
  const labels = Object.fromEntries(options.map(({ name, value }) => [String(value), name]));
  return `(${JSON.stringify(labels)})[$parameter["${parameter}"]]`;
}
