import { ACTOR_KINDS, type Actor, type AuditEvent } from '../event.ts';

/** Somebody as one log names them. One person may be several personas. */
export interface Persona extends Actor {
  readonly provider: string;
  readonly tenant: string;
}

/** Stands between the parts. The name comes last, because it may hold anything. */
const NUL = '\0';

/** The actor of an event as a text that tells personas apart, for counting. */
export function personaOf({ provider, tenant, actor }: Pick<AuditEvent, 'provider' | 'tenant' | 'actor'>): string {
  const { kind, id = '', email = '', name = '' } = actor;
  // Many events are counted, and an array of the parts would cost five times as much.
  return `${provider}${NUL}${tenant}${NUL}${kind}${NUL}${id}${NUL}${email}${NUL}${name}`;
}

const KINDS = new Map(ACTOR_KINDS.map((kind) => [kind as string, kind]));

/** The persona of such a text. */
export function readPersona(text: string): Persona {
  const [provider = '', tenant = '', kind = '', id = '', email = '', ...rest] = text.split(NUL);
  const name = rest.join(' ');
  return {
    provider,
    tenant,
    kind: KINDS.get(kind) ?? 'unknown',
    ...(id === '' ? {} : { id }),
    ...(email === '' ? {} : { email }),
    ...(name === '' ? {} : { name }),
  };
}
