import { call } from '../exchange/call.ts';
import type { CallLimits } from '../exchange/call-limits.ts';
import type { Connection } from '../exchange/connection.ts';
import { AuditError, invalid } from '../errors.ts';
import type { AuditEvent } from '../event.ts';
import { createBreather } from '../exchange/event-loop.ts';
import { toEventsInTurn } from './page.ts';
import type { Ask, Filters, FiltersOf, PageAnswer, Provider } from '../provider.ts';
import { parseInput } from '../refuse.ts';
import { requireLog } from './walk.ts';
import type { Window } from '../window.ts';

/** What to count or export. */
export interface Subject<F = Filters> {
  readonly log: string;
  readonly window: Window;
  readonly filters?: F;
}

const ALWAYS: Window = { from: 0, to: 8.64e15 };

/** The vendor's own count of entries, in one request. The vendor interprets the window in its own way. */
export function count<P extends Provider>(
  connection: Connection<P>,
  subject: Subject<FiltersOf<P>>,
  limits?: CallLimits,
): Promise<number>;
export async function count(connection: Connection, subject: Subject, limits?: CallLimits): Promise<number> {
  const { total } = await once(connection, { ...subject, operation: 'count' }, limits);
  if (total !== undefined) return total;
  const { id: provider, label } = connection.provider;
  throw new AuditError({
    code: 'bad_response',
    provider,
    message: `${label} sent no number in reply to a count`,
    hint: 'Read the events and count them.',
  });
}

/** Fetches one event by the vendor's own id. */
export async function show(
  connection: Connection,
  entry: { readonly log: string; readonly id: string; readonly redact?: boolean },
  limits?: CallLimits,
): Promise<AuditEvent | undefined> {
  const { provider, tenant, fingerprint } = connection;
  const { log, id, redact = true } = entry;
  const answer = await once(connection, { operation: 'show', log, id, window: ALWAYS }, limits);
  const source = { provider, tenant, log: requireLog(provider, log), window: ALWAYS, redact, fingerprint, raw: true };
  const [shown] = await toEventsInTurn(source, answer, createBreather(connection.ports, limits?.signal));
  return shown?.event;
}

/**
 * Asks the vendor to e-mail an export, and returns what it said. Never retried, because every request sends an e-mail
 * to somebody.
 */
export function requestExport<P extends Provider>(
  connection: Connection<P>,
  subject: Subject<FiltersOf<P>>,
  limits?: CallLimits,
): Promise<readonly string[]>;
export async function requestExport(
  connection: Connection,
  subject: Subject,
  limits?: CallLimits,
): Promise<readonly string[]> {
  const { notices = [] } = await once(connection, { ...subject, operation: 'export' }, limits);
  return notices;
}

type Once = Pick<Ask, 'operation' | 'log' | 'window'> & Partial<Ask>;

async function once(connection: Connection, asked: Once, limits?: CallLimits): Promise<PageAnswer> {
  const { provider } = connection;
  requireLog(provider, asked.log);
  const filters = parseInput(provider.filters, asked.filters ?? {}, ['filters', provider.id]);
  if (!provider.operations.includes(asked.operation)) {
    throw invalid(
      'operation',
      `${provider.label} cannot ${asked.operation}`,
      `It can: ${provider.operations.join(', ')}.`,
    );
  }
  const answer = await call(connection, { order: 'newest', ...asked, filters }, limits);
  // Only a request with a cursor can be answered with a dead cursor, and this one had none.
  if (answer.kind === 'restart') throw new AuditError(answer.fault);
  return answer;
}
