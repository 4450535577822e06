import type { Provider } from '@trailhound/core';
import type { Log } from '@trailhound/core/provider';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { shownWith } from './products.ts';
import { everyProvider } from './resource.ts';
import { toList } from './values.ts';
import { byName, titleCase } from './wording.ts';

/** A field to choose logs, for every provider with several. */
export function logFields(show: NonNullable<IDisplayOptions['show']>): INodeProperties[] {
  return everyProvider
    .filter(({ logs }) => logs.length > 1)
    .map((provider) => ({
      displayName: `${provider.label} Log Types`,
      name: parameterName(provider),
      type: 'multiOptions',
      displayOptions: shownWith(provider, show),
      options: provider.logs
        .map(({ id, label, holds }) => ({ name: titleCase(label), value: id, description: holds }))
        .toSorted(byName),
      description: descriptionOf(provider.logs),
      default: [],
    }));
}

function descriptionOf(logs: readonly Log[]): string {
  const heavy = logs.filter((log) => log.heavy === true).map(({ label }) => titleCase(label));
  const unasked = heavy.length === 0 ? '' : `, but not what holds too much to be read unasked: ${heavy.join(', ')}`;
  return `Which logs to read; all if empty${unasked}`;
}

function parameterName({ id }: Provider): string {
  return `${id}Logs`;
}

/**
 * The full names of the logs to read. If the user chose some logs of one provider, the others must not be left out, so
 * all of theirs are named too. Undefined if nothing was chosen.
 */
export function readLogs(
  connected: readonly Provider[],
  parameter: (name: string, fallback: unknown) => unknown,
): string[] | undefined {
  const chosen = connected.map((provider) =>
    provider.logs.length > 1 ? toList(parameter(parameterName(provider), [])) : undefined,
  );
  if (chosen.every((logs) => logs === undefined)) return undefined;
  return connected.flatMap((provider, index) =>
    (chosen[index] ?? usual(provider.logs)).map((log) => nameIn(provider, log)),
  );
}

/** An expression may return the full name already. */
function nameIn({ id }: Provider, log: string): string {
  return log.startsWith(`${id}.`) ? log : `${id}.${log}`;
}

function usual(logs: readonly Log[]): string[] {
  return logs.filter(({ heavy }) => heavy !== true).map(({ id }) => id);
}
