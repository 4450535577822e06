import type { Vendor, World } from '../vendor.ts';
import { createAshby } from './ashby/index.ts';
import { createGong } from './gong/index.ts';
import { createZendesk } from './zendesk/index.ts';

/** Every vendor, in the order of the ports. */
export const VENDORS = {
  gong: createGong,
  zendesk: createZendesk,
  ashby: createAshby,
} as const satisfies Readonly<Record<string, (world: World) => Vendor>>;

/** A simulated vendor. */
export type VendorId = keyof typeof VENDORS;

/** The ids of the vendors, in the same order. */
export const VENDOR_IDS = Object.keys(VENDORS) as VendorId[];
