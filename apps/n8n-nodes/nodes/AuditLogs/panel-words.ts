import { findProvider, productLabel, type Words } from '@trailhound/core/reply';
import { actorField } from './fields/actor.ts';
import { FILTERS } from './fields/filters.ts';
import { ruleOptions } from './fields/risks.ts';
import { titleCase, titleOf } from './fields/wording.ts';

/** The labels of the filters. An actor is also a field of its own. */
const LABELS: Readonly<Record<string, string>> = Object.fromEntries([
  ...FILTERS.filter((one) => one !== actorField).map(({ name, displayName }) => [name, `Filters → ${displayName}`]),
  ...ruleOptions.map(({ name, displayName }) => [name, `Options → ${displayName}`]),
  ['findingOutput', 'Output'],
]);

/** Lists that are written as JSON, whose entries are counted from 1. */
const JSON_LISTS: ReadonlySet<string> = new Set(['roster', 'suppressions']);

/** Fields, products and logs by the labels of the panel. */
export const PANEL: Words = {
  field: ([name = '', inside, part]) => {
    const label = LABELS[name] ?? titleOf(name);
    if (JSON_LISTS.has(name) && inside !== undefined)
      return [label, `entry ${inside}`, ...(part === undefined ? [] : [part])].join(' → ');
    return name !== 'filters' || inside === undefined || part === undefined
      ? label
      : `${productLabel(inside)} Filters → ${titleOf(part)}`;
  },
  logs: ({ provider, account, logs }) => {
    const known = findProvider(provider)?.logs ?? [];
    const labels = logs.map((id) => titleCase(known.find((log) => log.id === id)?.label ?? id));
    return [account ?? productLabel(provider), ...labels].join(', ');
  },
};
