import type { Alias } from './aliases.ts';
import type { Connection } from '../exchange/connection.ts';
import type { AuditEvent } from '../event.ts';
import { originKey } from '../identity.ts';
import { ATTRIBUTE_OF } from '../reading/cannot-match.ts';
import type { Coverage } from '../reading/coverage.ts';

/** Who was traced, by which names, and what was found. */
export interface Traceable {
  readonly typed: string;
  readonly aliases: readonly Alias[];
  readonly events: readonly AuditEvent[];
  readonly connections: readonly Connection[];
}

/**
 * Names the logs that know people by nothing that is known of this one. An e-mail address finds nobody in a log without
 * e-mail addresses until some event reveals the name that goes with it.
 */
export function namingUntraceable(coverage: readonly Coverage[], traced: Traceable): readonly Coverage[] {
  const found = new Set(traced.events.map(originKey));
  return coverage.map((one) => {
    const missing = found.has(originKey(one)) ? [] : lackingIn(one, traced);
    if (missing.length === 0) return one;
    const why = `${one.log} has no ${missing.join(' or ')}, and no event that was read reveals another name`;
    return { ...one, complete: false, cannotMatch: { criterion: 'actor', why, silent: true } };
  });
}

/** What the log would need to tell the actor; empty if it can. */
function lackingIn(of: Coverage, { typed, aliases, connections }: Traceable): readonly string[] {
  const connection = connections.find(({ provider, tenant }) => provider.id === of.provider && tenant === of.tenant);
  const lacks = connection?.provider.logs.find(({ id }) => id === of.log)?.lacks ?? [];
  const kinds = new Set([
    ...(typed.includes('@') ? ['email' as const] : ['id' as const, 'name' as const]),
    ...aliases.filter((alias) => alias.kind !== 'id' || isOf(alias, of)).map(({ kind }) => kind),
  ]);
  const needed = [...kinds].map((kind) => ATTRIBUTE_OF[kind]);
  return needed.every((one) => lacks.includes(one)) ? needed : [];
}

function isOf(alias: Alias, { provider, tenant }: Coverage): boolean {
  return alias.provider === provider && alias.tenant === tenant;
}
