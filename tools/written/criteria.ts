import { providers, type Provider } from '@trailhound/core';
import type { Attribute } from '@trailhound/core/provider';
import { table } from './table.ts';

/** The filters, and what an entry needs for each of them to match. */
const NEEDS: readonly (readonly [title: string, attribute: Attribute])[] = [
  ['`actor`: id', 'ids of actors'],
  ['e-mail, `actor_domain`', 'e-mail addresses'],
  ['name', 'names of actors'],
  ['`impersonator`', 'impersonators'],
  ['`ip`', 'IP addresses'],
  ['`target` by name', 'names of targets'],
];

/** Which filters can match in which log, from the declarations of the providers. */
export function criteria(): string {
  const rows = Object.values<Provider>(providers).flatMap(({ label, logs }) =>
    logs.map(({ id, lacks, verbs, flags }) => [
      `${label} \`${id}\``,
      ...NEEDS.map(([, attribute]) => (lacks?.includes(attribute) === true ? '**no**' : 'yes')),
      listed(verbs),
      listed(flags),
    ]),
  );
  return table(['log', ...NEEDS.map(([title]) => title), '`verbs`', '`flags`'], rows);
}

function listed(kinds: readonly string[] | undefined): string {
  return kinds?.toSorted().join(', ') ?? 'any';
}
