import type { Vendor, VendorId, World } from '../vendor.ts';
import { createAshby } from './ashby.ts';
import { createGong } from './gong.ts';
import { createZendesk } from './zendesk.ts';

/** Every vendor, in the order of their ports. */
export const VENDORS: readonly (readonly [VendorId, (world: World) => Vendor])[] = [
  ['gong', createGong],
  ['zendesk', createZendesk],
  ['ashby', createAshby],
];
