import type { Provider } from '@trailhound/core';
import { invalid } from '@trailhound/core/reply';
import type { IDisplayOptions, INodeProperties, NodeParameterValue } from 'n8n-workflow';
import { ALL, everyProvider, resourcesOf } from './resource.ts';
import { toList } from './values.ts';
import { byName } from './wording.ts';

const IDS: readonly string[] = everyProvider.map(({ id }) => id);

/** Which products to read if the resource is Several Products. */
export const products: INodeProperties = {
  displayName: 'Products',
  name: 'products',
  type: 'multiOptions',
  // No expressions, because the choice decides which credentials the editor shows, and it cannot evaluate them for
  // that.
  noDataExpression: true,
  required: true,
  displayOptions: { show: { resource: [ALL] } },
  options: everyProvider.map(({ id, label }) => ({ name: label, value: id })).toSorted(byName),
  description: 'Which products to read. Each of them needs its credential.',
  default: [...IDS],
};

/**
 * Display options for a field of one product: shown with its resource, and with several products if it is one of them.
 */
export function shownWith(provider: Provider, show: IDisplayOptions['show'] = {}): IDisplayOptions {
  return { show: { ...show, resource: resourcesOf(provider) }, hide: { products: [onlyOthersThan(provider)] } };
}

/** A condition that holds if only other products are chosen. It does not hold if the field is not shown at all. */
export function onlyOthersThan({ id }: Provider): NodeParameterValue {
  // n8n accepts conditions under `hide` too, although its types do not say so.
  return { _cnd: conditionFor(id, IDS) } as unknown as NodeParameterValue;
}

/**
 * A condition that is true for every other id but not for this one. Regular expressions are the last resort: n8n gives
 * them a quarter of a second of wall time, which a busy machine may exceed, and then rejects the workflow.
 */
export function conditionFor(id: string, ids: readonly string[]): Readonly<Record<string, string>> {
  const others = ids.filter((other) => other !== id);
  if (others.every((other) => other > id)) return { gt: id };
  if (others.every((other) => other < id)) return { lt: id };
  const [first = ''] = others;
  const letter = first.split('').find((one) => !id.includes(one) && others.every((other) => other.includes(one)));
  return letter === undefined ? { regex: `^(?!${id}$)` } : { includes: letter };
}

/** The products to read: the product of the resource, or the chosen ones. */
export function readProducts(parameter: (name: string, fallback?: unknown) => unknown): Provider[] {
  const resource = String(parameter('resource'));
  if (resource !== ALL) return known('resource', [resource]);
  return known('products', toList(parameter('products', products.default)) ?? []);
}

function known(field: string, chosen: readonly string[]): Provider[] {
  const unknown = chosen.filter((id) => !IDS.includes(id));
  if (chosen.length > 0 && unknown.length === 0) return everyProvider.filter(({ id }) => chosen.includes(id));
  throw invalid(
    field,
    unknown.length === 0 ? 'none is chosen' : `there is no ${unknown.join(', ')}`,
    `Choose one or more of ${everyProvider.map(({ label }) => label).join(', ')}.`,
  );
}
