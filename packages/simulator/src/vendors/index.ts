import type { Vendor, World } from '../vendor.ts';
import { createAshby } from './ashby/index.ts';
import { createGong } from './gong/index.ts';
import { createZendesk } from './zendesk/index.ts';

/** Every vendor, in the order of their ports. */
export const VENDORS = {
  gong: createGong,
  zendesk: createZendesk,
  ashby: createAshby,
} as const satisfies Readonly<Record<string, (world: World) => Vendor>>;

/** The vendors that are simulated. */
export type VendorId = keyof typeof VENDORS;

/** Their names, in that order. */
export const VENDOR_IDS = Object.keys(VENDORS) as VendorId[];
