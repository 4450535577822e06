import type { AuditEvent } from '../event.ts';
import type { Dated } from '../reading/order.ts';

/** How an actor used an address. */
export interface Use {
  /** Events within the window. */
  events: number;
  first: number;
  last: number;
  /** Stretches of use, with pauses in between. */
  occasions: number;
  /** Whether the actor used it before the window. */
  isEarlier: boolean;
}

/** The addresses that an actor came from, before the window and in it. */
export interface AddressBook {
  /** Takes events in order, oldest or newest first. */
  readonly addEarlier: (dated: Dated) => void;
  readonly add: (dated: Dated) => void;
  /** The addresses of the window, in order of first use. */
  readonly uses: () => ReadonlyMap<string, Use>;
  /** Whether the actor came from any address before the window. */
  readonly hasEarlier: () => boolean;
  /** Whether more of the time before could not change what is said of any address. */
  readonly isSettled: () => boolean;
  /** How often the actor came from which address, before the window and in it. */
  readonly occasions: () => readonly number[];
}

const PAUSE_MS = 30 * 60_000;
/** An address that was used as often as this is neither new nor odd. */
export const USUAL = 3;

export function createAddressBook(): AddressBook {
  const before = new Map<string, Use>();
  const within = new Map<string, Use>();

  const occasionsOf = (ip: string): number => (before.get(ip)?.occasions ?? 0) + (within.get(ip)?.occasions ?? 0);
  return {
    addEarlier: (dated) => note(before, dated),
    add: (dated) => note(within, dated),
    uses: () =>
      new Map([...within].map(([ip, use]) => [ip, { ...use, occasions: occasionsOf(ip), isEarlier: before.has(ip) }])),
    hasEarlier: () => before.size > 0,
    isSettled: () => [...within.keys()].every((ip) => before.has(ip) && occasionsOf(ip) >= USUAL),
    occasions: () => [...new Set([...before.keys(), ...within.keys()])].map(occasionsOf),
  };
}

function note(uses: Map<string, Use>, { at, event: { ip } }: Dated): void {
  if (ip === undefined) return;
  const use = uses.get(ip);
  if (use === undefined) {
    uses.set(ip, { events: 1, first: at, last: at, occasions: 1, isEarlier: false });
    return;
  }
  if (at > use.last + PAUSE_MS || at < use.first - PAUSE_MS) use.occasions += 1;
  use.events += 1;
  use.first = Math.min(use.first, at);
  use.last = Math.max(use.last, at);
}

/** Who came from which address, as far as there is room. */
export interface Neighbours {
  readonly add: (event: AuditEvent) => void;
  /** One event of each who came from the address. */
  readonly at: (ip: string) => readonly AuditEvent[];
  /** Whether there was room for everybody. */
  readonly isWhole: () => boolean;
}

const ROOM = 100_000;

export function createNeighbours(room = ROOM): Neighbours {
  const addresses = new Map<string, Map<string, AuditEvent>>();
  let [kept, isWhole] = [0, true];
  return {
    add: (event) => {
      const { ip, provider, tenant, actor, impersonator } = event;
      if (ip === undefined) return;
      const here = addresses.get(ip) ?? new Map<string, AuditEvent>();
      const who = JSON.stringify([provider, tenant, impersonator ?? actor]);
      if (here.has(who)) return;
      if (kept >= room) {
        isWhole = false;
        return;
      }
      kept += 1;
      addresses.set(ip, here.set(who, event));
    },
    at: (ip) => [...(addresses.get(ip)?.values() ?? [])],
    isWhole: () => isWhole,
  };
}
