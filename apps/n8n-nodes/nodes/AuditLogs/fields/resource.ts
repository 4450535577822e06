import { providers, type Provider } from '@trailhound/core';
import { inSentence } from '@trailhound/core/reply';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { byName, titleCase } from './wording.ts';

/** The resource that stands for several providers at once. */
export const ALL = 'all';

export const everyProvider: readonly Provider[] = Object.values(providers);

/** Gong, Zendesk and Ashby. */
export const productsInSentence = inSentence(everyProvider.map(({ label }) => label));

/** The resources whose fields a provider's belong to. */
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

/** Chosen until the user chooses. */
const [usual = ALL] = everyProvider.map(({ id }) => id);

export const resource: INodeProperties = {
  displayName: 'Resource',
  name: 'resource',
  type: 'options',
  noDataExpression: true,
  options: RESOURCES,
  default: usual,
};

/** What n8n shows below the name of a node, of the values that its parameters hold: Gong, or Several Products. */
export const resourceLabel = labelExpression('resource', RESOURCES);

/** An n8n expression for the name of the option that a parameter holds. */
export function labelExpression(parameter: string, options: readonly INodePropertyOptions[]): string {
  const labels = Object.fromEntries(options.map(({ name, value }) => [String(value), name]));
  return `(${JSON.stringify(labels)})[$parameter["${parameter}"]]`;
}
