import { findProvider, productLabel, type Words } from '@trailhound/core/reply';
import { actorField } from './fields/actor.ts';
import { FILTERS } from './fields/filters.ts';
import { titleCase, titleOf } from './fields/wording.ts';

/** The labels of the filters. An actor is also a field of its own. */
const LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  FILTERS.filter((one) => one !== actorField).map(({ name, displayName }) => [name, `Filters → ${displayName}`]),
);

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
