import { AuditError, type Connection } from '@trailhound/core';
import type { Archive } from '../port.ts';

const DAY = 86_400_000;
const HALF = 0.5;

/** Takes one request of a connection from the share of its day's quota; throws when the share is spent. */
export async function createQuota(archive: Archive, connection: Connection, share = HALF): Promise<() => void> {
  const { provider, tenant, ports } = connection;
  const { requestsPerDay } = provider.limits;
  if (requestsPerDay === undefined) return () => undefined;
  const today = (): number => Math.floor(ports.now() / DAY) * DAY;
  let day = today();
  let left = Math.floor(requestsPerDay * share) - (await archive.pagesSince({ provider: provider.id, tenant }, day));
  return () => {
    if (today() > day) [day, left] = [today(), Math.floor(requestsPerDay * share)];
    if (left <= 0) throw spent(connection, day + DAY);
    left -= 1;
  };
}

function spent({ provider }: Connection, retryAt: number): AuditError {
  return new AuditError({
    code: 'rate_limited',
    provider: provider.id,
    message: `Syncing has spent its share of the requests that ${provider.label} takes a day`,
    hint: 'The next sync goes on where this one ended; a larger budget goes on at once.',
    retryAt,
    held: 'budget',
  });
}
