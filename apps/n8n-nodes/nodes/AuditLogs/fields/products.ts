import { AuditError, type Provider } from '@trailhound/core';
import type { IDisplayOptions, INodeProperties, NodeParameterValue } from 'n8n-workflow';
import { ALL, everyProvider, resourcesOf } from './resource.ts';
import { toList } from './values.ts';
import { byName } from './wording.ts';

const IDS: readonly string[] = everyProvider.map(({ id }) => id);

/** What is read when the resource stands for several products. */
export const products: INodeProperties = {
  displayName: 'Products',
  name: 'products',
  type: 'multiOptions',
  // What is read decides which credentials the editor shows, and it cannot evaluate expressions for that.
  noDataExpression: true,
  required: true,
  displayOptions: { show: { resource: [ALL] } },
  options: everyProvider.map(({ id, label }) => ({ name: label, value: id })).toSorted(byName),
  description: 'Which products to read. Each of them needs its credential.',
  default: [...IDS],
};

/** Where a field of one product is shown: with its resource, and with several products if it is among them. */
export function shownWith(provider: Provider, show: IDisplayOptions['show'] = {}): IDisplayOptions {
  return { show: { ...show, resource: resourcesOf(provider) }, hide: { products: [onlyOthersThan(provider)] } };
}

/** Holds where every chosen product is another. Where none is to be chosen there is no text to match. */
export function onlyOthersThan({ id }: Provider): NodeParameterValue {
  // n8n takes conditions under `hide` as well, which its types do not say.
  return { _cnd: { regex: `^(?!${id}$)` } } as unknown as NodeParameterValue;
}

/** The products to read: that of the resource, or the chosen ones. */
export function readProducts(parameter: (name: string, fallback?: unknown) => unknown): Provider[] {
  const resource = String(parameter('resource'));
  if (resource !== ALL) return known('resource', [resource]);
  return known('products', toList(parameter('products', products.default)) ?? []);
}

function known(field: string, chosen: readonly string[]): Provider[] {
  const unknown = chosen.filter((id) => !IDS.includes(id));
  if (chosen.length > 0 && unknown.length === 0) return everyProvider.filter(({ id }) => chosen.includes(id));
  throw new AuditError({
    code: 'invalid_query',
    field,
    message: `${field}: ${unknown.length === 0 ? 'none is chosen' : `there is no ${unknown.join(', ')}`}`,
    hint: `Choose one or more of ${everyProvider.map(({ label }) => label).join(', ')}.`,
  });
}
