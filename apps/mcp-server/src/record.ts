import type { AuthInfo, ServerContext } from '@modelcontextprotocol/server';
import { isAuditError } from '@trailhound/core';
import { isComplete, plain } from '@trailhound/core/reply';
import type { Access } from './access-log.ts';
import type { Service } from './service.ts';
import { PAGE, WHEN } from './tools/fields.ts';
import type { Looked, Tool } from './tools/tool.ts';

/** A call that has ended, for the access log. */
export interface Ended {
  readonly tool: string;
  /** When it began. */
  readonly began: number;
  readonly filters: readonly string[];
  readonly outcome: string;
  readonly bytes: number;
  readonly looked?: Looked | undefined;
}

const LONGEST_SUBJECT = 200;

/** Writes the line of a call into the access log. */
export function record(service: Service, context: ServerContext, { began, looked, ...ended }: Ended): void {
  const { query = {}, coverage = [], events = 0, file } = looked ?? {};
  const accounts = distinct(coverage.flatMap(({ account }) => account ?? []));
  const access: Access = {
    subject: context.http === undefined ? 'stdio' : subjectOf(context.http.authInfo, service),
    ...ended,
    since: query['since'],
    until: query['until'],
    logs: distinct(coverage.map(({ provider, log }) => `${provider}.${log}`)),
    ...(accounts.length === 0 ? {} : { accounts }),
    scanned: coverage.reduce((sum, { scanned }) => sum + scanned, 0),
    events,
    ...(file === undefined ? {} : { file }),
    ms: Date.now() - began,
  };
  service.access(access);
}

/** The authenticated subject of an HTTP caller. */
export function subjectOf(who: AuthInfo | undefined, { options }: Pick<Service, 'options'>): string {
  if (who === undefined) return options.authToken === undefined ? 'local' : 'token';
  const subject = who.extra?.['subject'];
  return plain(typeof subject === 'string' ? subject : who.clientId, { max: LONGEST_SUBJECT });
}

/** A call that reached no tool. Its line contains nothing that the caller wrote. */
export interface Refused extends Pick<Access, 'subject' | 'outcome' | 'bytes'> {
  readonly began: number;
}

/** Writes the line of a call that was rejected before it reached a tool. */
export function recordRefused({ access }: Pick<Service, 'access'>, { began, ...refused }: Refused): void {
  access({ ...refused, tool: 'none', filters: [], logs: [], scanned: 0, events: 0, ms: Date.now() - began });
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** Whether anything is missing from the answer. */
export function outcomeOf({ coverage = [] }: Looked = { events: 0 }): string {
  return isComplete(coverage) ? 'ok' : 'partial';
}

/** The outcome of a call that threw. */
export function failureName(thrown: unknown): string {
  return isAuditError(thrown) ? thrown.code : 'internal';
}

const NO_FILTER = new Set([
  ...Object.keys(WHEN),
  ...Object.keys(PAGE),
  'providers',
  'accounts',
  'account',
  'logs',
  'by',
  'top',
  'bucket',
  'format',
]);

/**
 * The names of the arguments that filter events. Names that the tool does not have are the caller's text, so they are
 * left out.
 */
export function filtersOf({ input }: Tool, given: unknown): string[] {
  const names = Object.keys(input.shape).filter((name) => !NO_FILTER.has(name));
  return names.filter((name) => isGiven(given, name));
}

function isGiven(given: unknown, name: string): boolean {
  return typeof given === 'object' && given !== null && (given as Record<string, unknown>)[name] != null;
}
