import { providers, type Provider } from '@trailhound/core';
import { VENDOR_IDS, type Simulator, type VendorId } from '@trailhound/simulator';

export const VENDORS: readonly VendorId[] = VENDOR_IDS;

/** The logs that are read unless others are named. */
export function usualLogs(vendor: VendorId): string[] {
  const { logs }: Provider = providers[vendor];
  return logs.filter(({ heavy }) => heavy !== true).map(({ id }) => id);
}

/** What a perfect reader gets of a vendor's usual logs. */
export function truthOf(simulator: Simulator, vendor: VendorId, logs = usualLogs(vendor)): unknown[] {
  return logs.flatMap((log) =>
    [...simulator.truth({ vendor, log, from: 0, to: Date.now() }).entries()].map(({ entry }) => entry),
  );
}

export function others(than: VendorId): VendorId[] {
  return VENDORS.filter((vendor) => vendor !== than);
}

/** The labels of products, as a sentence names them. */
export function inWords(vendors: readonly VendorId[]): string {
  return new Intl.ListFormat('en').format(vendors.map((vendor) => providers[vendor].label));
}

/** Entries in any order, to compare. */
export function sorted(entries: readonly unknown[]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).toSorted();
}
