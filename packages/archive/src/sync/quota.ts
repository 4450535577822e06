import { AuditError, type Connection } from '@trailhound/core';
import type { Archive } from '../port.ts';

const DAY = 86_400_000;
const HALF = 0.5;

/** How many requests syncing may still send to an account today. */
export interface Quota {
  /** Takes one request. Throws if the share for syncing is used up. */
  readonly take: () => void;
  /** Stores what was taken, for the next sync of the day. */
  readonly note: () => Promise<void>;
}

export async function createQuota(archive: Archive, connection: Connection, share = HALF): Promise<Quota> {
  const { provider, tenant, ports } = connection;
  const account = { provider: provider.id, tenant };
  const allowed = Math.floor((provider.limits.requestsPerDay ?? Number.POSITIVE_INFINITY) * share);
  const today = (): number => Math.floor(ports.now() / DAY) * DAY;
  let day = today();
  let spent = await archive.spend(account, day, 0);
  let noted = spent;

  async function note(): Promise<void> {
    const taken = spent - noted;
    noted = spent;
    if (taken > 0) await archive.spend(account, day, taken);
  }

  return {
    take: () => {
      if (today() > day) [day, spent, noted] = [today(), 0, 0];
      if (spent >= allowed) throw tooMuch(connection, day + DAY);
      spent += 1;
    },
    note,
  };
}

function tooMuch({ provider }: Connection, retryAt: number): AuditError {
  return new AuditError({
    code: 'rate_limited',
    provider: provider.id,
    message: `Syncing has spent its share of the requests that ${provider.label} takes a day`,
    hint: 'The next sync goes on where this one ended; a larger budget goes on at once.',
    retryAt,
    held: 'budget',
  });
}
