import { providers, redact, type Connection, type Provider } from '@trailhound/core';
import type { Log } from '@trailhound/core/provider';
import * as z from 'zod';
import { accountNames } from '../account-names.ts';
import { waysInWords } from '../accounts.ts';
import { compact, snake, type JsonObject } from '../reply/json.ts';
import type { Service } from '../service.ts';
import { defineTool, type Tool } from './tool.ts';

/** What can be asked, and how far an answer can go. */
export function sourcesTool(): Tool {
  return defineTool({
    name: 'list_audit_sources',
    title: 'List audit log sources',
    description:
      'Which accounts and which audit logs are connected: what they hold, how far back they go (retention), delay, ' +
      ' limits, native filters, names of actions and target types, credential warnings, and how to ' +
      'connect what is missing.',
    input: z.strictObject({}),
    run: async (_, { service }) => ({
      body: describeSources(service),
      cuttable: [['sources', '*', 'vocabulary', 'targets']],
    }),
  });
}

export function describeSources({
  connections,
  problems,
  options,
}: Pick<Service, 'connections' | 'problems' | 'options'>): JsonObject {
  const names = accountNames(connections);
  const connected = new Set(connections.map(({ provider }) => provider.id));
  const others = Object.values<Provider>(providers).filter(({ id }) => !connected.has(id));
  return compact({
    sources: connections.map((connection, index) => describeSource(connection, names[index])),
    problems,
    not_connected: others.map((provider) => ({ provider: provider.id, to_connect: `Set ${waysInWords(provider)}.` })),
    time_zone: options.timeZone ?? 'UTC',
    simulated: options.demo ? true : undefined,
  });
}

function describeSource(connection: Connection, account: string | undefined): JsonObject {
  const { provider, tenant, baseUrl, warnings, pace } = connection;
  const { requestsPerDay, usedToday } = pace.status();
  return compact({
    provider: provider.id,
    tenant,
    account,
    base_url: redact(baseUrl),
    warnings: warnings.map(({ text }) => text),
    logs: provider.logs.map((log) => describeLog(provider, log)),
    native_filters: Object.keys(provider.filters.shape).map(snake),
    operations: provider.operations,
    requests_today: requestsPerDay === undefined ? undefined : `${usedToday} of ${requestsPerDay}`,
    longest_window_days: provider.limits.windowMs === undefined ? undefined : provider.limits.windowMs / DAY,
    vocabulary: compact({ ...provider.vocabulary }),
  });
}

const DAY = 86_400_000;
const MINUTE = 60_000;

export function describeLog(provider: Provider, { id, holds, kept, lagMs, heavy }: Log): JsonObject {
  const named = heavy === true ? { read_only_when_named: true } : {};
  return { log: `${provider.id}.${id}`, holds, kept, complete_after_minutes: lagMs / MINUTE, ...named };
}
