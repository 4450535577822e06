import type { Connection } from '../exchange/connection.ts';
import { AuditError, invalid } from '../errors.ts';
import type { AuditEvent } from '../event.ts';
import { locate } from '../identity.ts';
import type { QueryOptions } from '../reading/question.ts';
import { events } from './search.ts';
import { iso } from '../window.ts';

const SECOND = 1000;

/**
 * Finds an event by its uid, or the short form of one. Both hold the provider and the time, so only that second is read,
 * in every log of the provider. Throws `not_found` if it is not there, and says so if that second could not be read in
 * full.
 */
export async function find(
  connections: readonly Connection[],
  uid: string,
  options: QueryOptions = {},
): Promise<AuditEvent> {
  const place = locate(uid);
  if (place === undefined) {
    throw invalid(
      'uid',
      'is not a Trailhound uid',
      'Copy the whole uid from an answer; it looks like zendesk-mi8x2k4p-….',
    );
  }
  const { provider, time } = place;
  const second = time - (time % SECOND);
  const window = { since: iso(second), until: iso(second + SECOND) };
  const stream = events(
    connections,
    { providers: [provider], logs: logsOf(connections, provider), ...window },
    options,
  );
  const candidates: AuditEvent[] = [];
  for await (const event of stream) {
    if (event.uid === uid) return event;
    if (event.uid.startsWith(uid)) candidates.push(event);
  }
  const [event, ...others] = candidates;
  if (others.length > 0) throw ambiguous(uid, candidates);
  if (event !== undefined) return event;
  const gap = stream.coverage().flatMap(({ gaps }) => gaps)[0];
  throw new AuditError({
    code: 'not_found',
    provider,
    message: `There is no event ${uid}`,
    hint:
      gap === undefined
        ? 'It may belong to another account or to a log that this version does not know, or the vendor may no longer keep it.'
        : `The second it happened in could not be read in full: ${gap.hint}`,
  });
}

function ambiguous(uid: string, candidates: readonly AuditEvent[]): AuditError {
  const whole = candidates.map((event) => event.uid).join(' or ');
  return invalid('uid', `${uid} is short for ${candidates.length} events`, `Use the whole uid: ${whole}.`);
}

function logsOf(connections: readonly Connection[], id: string): string[] | undefined {
  return connections.find(({ provider }) => provider.id === id)?.provider.logs.map((log) => log.id);
}
