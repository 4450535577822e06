import type { Connection } from '../exchange/connection.ts';
import { AuditError, invalid } from '../errors.ts';
import type { AuditEvent } from '../event.ts';
import { locate } from '../identity.ts';
import type { QueryOptions } from '../reading/question.ts';
import { events } from './search.ts';
import { iso } from '../window.ts';

const SECOND = 1000;

/**
 * The event of a uid. The uid says where it is, so that its second is read again, of every log of its provider.
 * Throws `not_found` when it is not there, and says whether that second could be read.
 */
export async function find(
  connections: readonly Connection[],
  uid: string,
  options: QueryOptions = {},
): Promise<AuditEvent> {
  const place = locate(uid);
  if (place === undefined) {
    throw invalid('uid', 'is not one of ours', 'Copy it whole from an answer; it looks like zendesk-mi8x2k4p-….');
  }
  const { provider, time } = place;
  const second = time - (time % SECOND);
  const window = { since: iso(second), until: iso(second + SECOND) };
  const stream = events(
    connections,
    { providers: [provider], logs: logsOf(connections, provider), ...window },
    options,
  );
  for await (const event of stream) if (event.uid === uid) return event;
  const gap = stream.coverage().flatMap(({ gaps }) => gaps)[0];
  throw new AuditError({
    code: 'not_found',
    provider,
    message: `There is no event ${uid}`,
    hint:
      gap === undefined
        ? 'It may belong to another account, to a log that this version does not know, or be no longer kept.'
        : `Its second could not be read in full: ${gap.hint}`,
  });
}

function logsOf(connections: readonly Connection[], id: string): string[] | undefined {
  return connections.find(({ provider }) => provider.id === id)?.provider.logs.map((log) => log.id);
}
