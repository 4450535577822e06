import type { Provider } from '@trailhound/core';
import { invalid } from '@trailhound/core/reply';
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

/** Holds where every chosen product is another. Where none is to be chosen there is no text, and it does not hold. */
export function onlyOthersThan({ id }: Provider): NodeParameterValue {
  // n8n takes conditions under `hide` as well, which its types do not say.
  return { _cnd: conditionFor(id, IDS) } as unknown as NodeParameterValue;
}

/**
 * One condition that is true of every other id and not of this. n8n gives a regular expression a quarter of a second of
 * wall time, which a busy machine does not keep, and then refuses the workflow: so it is taken only where nothing else
 * tells an id from the others.
 */
export function conditionFor(id: string, ids: readonly string[]): Readonly<Record<string, string>> {
  const others = ids.filter((other) => other !== id);
  if (others.every((other) => other > id)) return { gt: id };
  if (others.every((other) => other < id)) return { lt: id };
  const [first = ''] = others;
  const letter = first.split('').find((one) => !id.includes(one) && others.every((other) => other.includes(one)));
  return letter === undefined ? { regex: `^(?!${id}$)` } : { includes: letter };
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
  throw invalid(
    field,
    unknown.length === 0 ? 'none is chosen' : `there is no ${unknown.join(', ')}`,
    `Choose one or more of ${everyProvider.map(({ label }) => label).join(', ')}.`,
  );
}
