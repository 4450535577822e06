import { VENDOR_IDS, type Simulator, type VendorId } from '@trailhound/simulator';
import { ACCESS, accessParameter } from '../nodes/AuditLogs/host/access.ts';

/** The way to authenticate that needs no person, which is the last one of each product. */
export interface Way {
  /** Our credential type for it. */
  readonly type: string;
  /** The choice in the node. */
  readonly choice: string;
  /** What the provider calls it. */
  readonly kind: string;
}

export function wayOf(vendor: VendorId): Way {
  const [choice, { type }] = Object.entries(ACCESS[vendor]).at(-1) ?? ['', { type: '' }];
  return { type, choice, kind: choice.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) };
}

/** These ways, as parameters of a node. */
export const WAYS: Readonly<Record<string, string>> = Object.fromEntries(
  VENDOR_IDS.filter((vendor) => Object.keys(ACCESS[vendor]).length > 1).map((vendor) => [
    accessParameter(vendor),
    wayOf(vendor).choice,
  ]),
);

/** Our credentials for a simulator by these ways, filled in as a user would. */
export function filledIn(simulator: Simulator, vendor: VendorId): Readonly<Record<string, string>> {
  return { site: simulator.baseUrl(vendor), ...simulator.credentials(vendor)[wayOf(vendor).kind] };
}
