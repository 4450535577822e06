import type { ArchiveReport } from '@trailhound/archive';
import { providers, redact, type Connection, type Provider } from '@trailhound/core';
import type { Log } from '@trailhound/core/provider';
import { accountNames } from './account-names.ts';
import { waysInWords } from './accounts.ts';
import { describeArchive, describeHeld } from './archive-words.ts';
import type { OpenArchive } from './archive.ts';
import { compact, snake, type JsonObject } from './json.ts';
import type { OpenAccounts } from './open-accounts.ts';
import { describeTeam, type Team } from './team.ts';

/** How a program shows its accounts. */
export interface Outlook {
  readonly timeZone?: string | undefined;
  readonly demo: boolean;
}

interface Sources extends Pick<OpenAccounts, 'connections' | 'problems' | 'now'> {
  readonly archive?: OpenArchive | undefined;
  readonly team?: Team | undefined;
}

/** Describes the connected accounts: logs, limits, filters, and what the archive has of them. */
export async function describeSources(
  { connections, problems, now, archive, team }: Sources,
  { timeZone = 'UTC', demo }: Outlook,
): Promise<JsonObject> {
  const report = await archive?.report(now());
  const held = typeof report === 'object' ? report : undefined;
  const names = accountNames(connections);
  const connected = new Set(connections.map(({ provider }) => provider.id));
  const others = Object.values<Provider>(providers).filter(({ id }) => !connected.has(id));
  return compact({
    sources: connections.map((connection, index) => describeSource(connection, names[index], held)),
    archive: held && describeArchive(held),
    findings: team && (await describeTeam(team, connections, now())),
    offline: archive?.offline === true ? true : undefined,
    problems: typeof report === 'string' ? [...problems, report] : problems,
    not_connected: others.map((provider) => ({ provider: provider.id, to_connect: `Set ${waysInWords(provider)}.` })),
    time_zone: timeZone,
    simulated: demo ? true : undefined,
  });
}

function describeSource(
  connection: Connection,
  account: string | undefined,
  archive: ArchiveReport | undefined,
): JsonObject {
  const { provider, tenant, baseUrl, warnings, pace } = connection;
  const { requestsPerDay, usedToday } = pace.status();
  return compact({
    provider: provider.id,
    tenant,
    account,
    base_url: redact(baseUrl),
    warnings: warnings.map(({ text }) => text),
    logs: provider.logs.map((log) => {
      const held = archive?.logs.find(
        (one) => one.provider === provider.id && one.tenant === tenant && one.log === log.id,
      );
      return compact({ ...describeLog(provider, log), archived: held && describeHeld(held) });
    }),
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
