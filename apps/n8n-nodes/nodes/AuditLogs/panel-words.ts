import { findProvider, productLabel, type Words } from '@trailhound/core/reply';
import { titleCase, titleOf } from './fields/wording.ts';

/** Fields that the panel labels otherwise. */
const LABELS: Readonly<Record<string, string>> = { ip: 'Filters → IP Address' };

/** Fields, products and logs by the labels of the panel. */
export const PANEL: Words = {
  field: ([name = '', product, filter]) =>
    name !== 'filters' || product === undefined || filter === undefined
      ? (LABELS[name] ?? titleOf(name))
      : `${productLabel(product)} Filters → ${titleOf(filter)}`,
  logs: ({ provider, account, logs }) => {
    const known = findProvider(provider)?.logs ?? [];
    const labels = logs.map((id) => titleCase(known.find((log) => log.id === id)?.label ?? id));
    return [account ?? productLabel(provider), ...labels].join(', ');
  },
};
