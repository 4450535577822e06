import { AuditError, find, isAuditError, show, type AuditEvent } from '@trailhound/core';
import { toText } from '../fields/values.ts';
import { shaperOf } from '../output.ts';
import { limitsOf } from '../query.ts';
import type { Job, Outcome } from './operation.ts';

/** Returns one event, by our UID or by the vendor's own ID. */
export async function get(job: Job): Promise<Outcome> {
  const byId = job.host.parameter('getBy', 'uid') === 'id';
  const event = byId ? await getById(job) : await getByUid(job);
  const shape = shaperOf(job.host, job.forAgent ? 'event' : undefined);
  return { items: [{ json: shape(event) }], hints: [] };
}

function getByUid({ host, connections, deadline }: Job): Promise<AuditEvent> {
  return find(connections, toText(host.parameter('uid')) ?? '', limitsOf(host, deadline));
}

async function getById({ host, connections, deadline }: Job): Promise<AuditEvent> {
  const [connection] = connections;
  const log = connection?.provider.logs[0].id ?? '';
  const id = toText(host.parameter('id')) ?? '';
  const { redact = true, ...limits } = limitsOf(host, deadline);
  const event =
    connection && (await show(connection, { log, id, redact }, limits).catch((thrown: unknown) => missing(thrown, id)));
  if (event === undefined) throw noEntry(id, 'Check the ID.');
  return event;
}

/** Names the entry in the title, whatever the vendor said. */
function missing(thrown: unknown, id: string): Promise<never> {
  return Promise.reject(isAuditError(thrown) && thrown.code === 'not_found' ? noEntry(id, thrown.hint) : thrown);
}

function noEntry(id: string, hint: string): AuditError {
  return new AuditError({ code: 'not_found', message: `There is no entry ${id}`, hint });
}
