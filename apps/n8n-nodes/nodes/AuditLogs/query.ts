import type { Connection, QueryInput, QueryOptions } from '@trailhound/core';
import type { Filters } from '@trailhound/core/provider';
import { invalid, type WindowInput } from '@trailhound/core/reply';
import { OCSF_VERSIONS, type OcsfVersion } from '@trailhound/core/siem';
import { actorIn } from './fields/actor.ts';
import { readLogs } from './fields/logs.ts';
import { readNativeFilters } from './fields/native-filters.ts';
import { toList, toText, toTime } from './fields/values.ts';
import type { Host } from './host/host.ts';
import { PANEL } from './panel-words.ts';

type Given = Readonly<Record<string, unknown>>;

/** The options that are set for the operation. */
export function optionsOf(host: Host): Given {
  return host.parameter('options', {}) as Given;
}

/** The window for the core. Times without a time zone are in the workflow's. */
export function windowOf(host: Host): WindowInput {
  const isFixed = host.parameter('window', 'relative') === 'fixed';
  const [since, until] = isFixed ? ['sinceTime', 'untilTime'] : ['since', 'until'];
  return {
    since: evaluated('since', toTime(host.parameter(since ?? '', ''))),
    until: evaluated('until', toTime(host.parameter(until ?? '', ''))),
    timeZone: timeZoneOf(host),
  };
}

function timeZoneOf(host: Host): string {
  return toText(optionsOf(host)['timeZone']) ?? host.timeZone;
}

/** The cursor of an earlier answer, if the workflow continues one. */
export function cursorOf(host: Host): string | undefined {
  return evaluated('cursor', toText(optionsOf(host)['cursor']));
}

const EXPRESSION = /\{\{[^]*\}\}/;

/** Rejects an expression in a field that is set to Fixed, because n8n does not evaluate it. */
function evaluated(field: string, text: string | undefined): string | undefined {
  if (text === undefined || !EXPRESSION.test(text)) return text;
  throw invalid(
    field,
    `${text} is an expression, but the field is set to Fixed`,
    'Point at the field and choose Expression above it.',
  );
}

/** The filter fields, with the core's names. */
export function filtersOf(host: Host, connections: readonly Connection[]): QueryInput {
  const given = host.parameter('filters', {}) as Given;
  return {
    logs: logsOf(host, connections),
    actor: actorIn(given['actor']),
    actorDomain: toText(given['actorDomain']),
    impersonator: toText(given['impersonator']),
    // An expression may return anything: the core rejects unknown verbs and lists the valid ones.
    verbs: toList(given['verbs']) as QueryInput['verbs'],
    actions: toList(given['actions']),
    categories: toList(given['categories']),
    target: toText(given['target']),
    ip: toText(given['ip']),
    hours: toText(given['hours']),
    // A trigger has no window with a time zone.
    timeZone: timeZoneOf(host),
    text: toText(given['text']),
    flags: toList(given['flags']),
    filters: nativeFiltersOf(host, connections),
  };
}

export function logsOf(host: Host, connections: readonly Connection[]): string[] | undefined {
  return readLogs(
    connections.map(({ provider }) => provider),
    host.parameter,
  );
}

function nativeFiltersOf(host: Host, connections: readonly Connection[]): Record<string, Filters> | undefined {
  const read = connections
    .map(({ provider }) => [provider.id, readNativeFilters(provider, host.parameter)] as const)
    .filter(([, filters]) => Object.keys(filters).length > 0);
  return read.length === 0 ? undefined : Object.fromEntries(read);
}

export function orderOf(host: Host): 'newest' | 'oldest' {
  return optionsOf(host)['order'] === 'oldest' ? 'oldest' : 'newest';
}

/** The version of OCSF to write. */
export function ocsfVersionOf(host: Host): OcsfVersion {
  const given = host.parameter('ocsfVersion', OCSF_VERSIONS[0]);
  const version = OCSF_VERSIONS.find((one) => one === given);
  if (version !== undefined) return version;
  throw invalid('ocsfVersion', `cannot write ${String(given)}`, `Choose ${OCSF_VERSIONS.join(' or ')}.`);
}

/** The limits for reading. */
export function limitsOf(host: Host, deadline: number | undefined): QueryOptions {
  return { signal: host.signal, deadline, nameOf: PANEL.field, redact: optionsOf(host)['redact'] !== false };
}

/** The deadline, if the user set a time limit. */
export function deadlineOf(host: Host): number | undefined {
  const seconds = Number(optionsOf(host)['timeLimit'] ?? 0);
  return seconds > 0 ? Date.now() + seconds * 1000 : undefined;
}
