import type { AuditEvent } from '../../../src/event.ts';
import { providers, type ProviderId } from '../../../src/providers/index.ts';
import type { Provider } from '../../../src/provider.ts';
import { START } from '../happened.ts';

/** An entry as the vendor sends it, but for its time. */
export interface Entry {
  readonly provider: ProviderId;
  readonly log: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** Entries that a rule has to find, and some that look like it. */
export interface RuleCases {
  readonly rule: string;
  readonly found: Readonly<Record<string, Entry>>;
  readonly missed: Readonly<Record<string, Entry>>;
}

let number = 0;

/** The event of an entry, some time after the start. */
export function eventOf({ provider, log, entry }: Entry, after = 0): AuditEvent {
  number += 1;
  const known: Readonly<Record<string, Provider>> = providers;
  const draft = known[provider]?.event(entry, log);
  if (draft === undefined) throw new Error(`${provider} is not known`);
  const { identity: _, targets, ...fields } = draft;
  return {
    ...fields,
    ...(targets === undefined || targets[0] === undefined ? {} : { target: targets[0] }),
    ...(targets !== undefined && targets.length > 1 ? { targets: [...targets] } : {}),
    uid: `${provider}-${String(number).padStart(6, '0')}`,
    provider,
    tenant: 'acme',
    log,
    time: new Date(START + after).toISOString(),
  };
}
