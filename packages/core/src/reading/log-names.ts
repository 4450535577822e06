import type { Connection } from '../exchange/connection.ts';
import { invalid, quoted } from '../errors.ts';
import type { Origin } from '../identity.ts';
import { findLog } from './page.ts';
import type { Log, Provider } from '../provider.ts';
import { nearest, suggest } from '../refuse.ts';

/** A log of one of the connections. */
export interface ChosenLog {
  readonly connection: Connection;
  readonly log: Log;
}

/** The full name of a log: `zendesk.audit_logs`. */
export function nameOfLog({ id }: Provider, log: Pick<Log, 'id'>): string {
  return `${id}.${log.id}`;
}

/** A log of a connection, as events and ledgers name it. */
export function originOf({ provider, tenant }: Connection, log: string): Origin {
  return { provider: provider.id, tenant, log };
}

/** The logs with these names, in the order of the connections; without names, all but the heavy ones. */
export function chooseLogs(names: readonly string[] | undefined, connections: readonly Connection[]): ChosenLog[] {
  if (names === undefined) {
    return connections.flatMap((connection) => chosen(connection, connection.provider.logs).filter(isLight));
  }
  const wanted = new Set(names.flatMap((name) => resolve(name, connections)));
  return connections.flatMap((connection) => {
    const { provider } = connection;
    const known = provider.logs.filter((log) => wanted.has(nameOfLog(provider, log)));
    return chosen(connection, [...known, ...addedSince(provider, wanted)]);
  });
}

function chosen(connection: Connection, logs: readonly Log[]): ChosenLog[] {
  return logs.map((log) => ({ connection, log }));
}

function isLight({ log }: ChosenLog): boolean {
  return log.heavy !== true;
}

/** Logs that the provider does not list because the vendor added them later. */
function addedSince(provider: Provider, wanted: ReadonlySet<string>): Log[] {
  const known = new Set(provider.logs.map((log) => nameOfLog(provider, log)));
  const others = [...wanted].filter((name) => name.startsWith(`${provider.id}.`) && !known.has(name));
  return others.flatMap((name) => provider.otherLog?.(name.slice(provider.id.length + 1)) ?? []);
}

/** Resolves a log name to its full name. The log's own id is enough where only one product has it. */
function resolve(name: string, connections: readonly Connection[]): string {
  const providers = [...new Map(connections.map(({ provider }) => [provider.id, provider])).values()];
  const found = providers.flatMap((provider) => namedIn(provider, name));
  const [only, another] = found;
  if (only === undefined) {
    const all = providers.flatMap((provider) => provider.logs.map((log) => nameOfLog(provider, log)));
    // A bare id is compared as the full name that it would be with each product.
    const meant = providers.map(({ id }) => `${id}.${name}`).find((whole) => nearest(whole, all) !== undefined);
    throw invalid('logs', `there is no log ${quoted(name)}`, suggest(meant ?? name, all));
  }
  if (another !== undefined) {
    throw invalid('logs', `${quoted(name)} is a log of several products`, `Use ${found.join(' or ')}.`);
  }
  return only;
}

function namedIn(provider: Provider, name: string): string[] {
  const own = `${provider.id}.`;
  const log = findLog(provider, name.startsWith(own) ? name.slice(own.length) : name);
  return log === undefined ? [] : [nameOfLog(provider, log)];
}
