import { randomUUID } from 'node:crypto';
import type { Client } from './client.ts';
import type { Ledger } from './ledger.ts';

/** An open archive on a server, and what its parts share. */
export interface Server {
  readonly client: Client;
  readonly ledger: Ledger;
  /** Writes one after the other, each with what the others wrote. */
  readonly write: <T>(work: () => Promise<T>) => Promise<T>;
}

export function openServer(client: Client, ledger: Ledger): Server {
  let last: Promise<unknown> = Promise.resolve();

  async function inTurn<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
    await before.catch(() => undefined);
    await ledger.refresh();
    return work();
  }

  return {
    client,
    ledger,
    write: (work) => {
      const done = inTurn(last, work);
      last = done;
      return done;
    },
  };
}

/** The name of rows that become visible together. */
export function newBatch(): string {
  return randomUUID();
}
