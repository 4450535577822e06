import type { Limiter } from '../../limiter.ts';
import type { TokenDesk } from '../../tokens.ts';
import type { World } from '../../vendor.ts';
import type { SimulatedLog } from '../../world/log.ts';
import type { ZendeskSettings } from './switches.ts';

/** What every part of the simulated Zendesk knows. */
export interface Zendesk {
  readonly world: World;
  readonly settings: ZendeskSettings;
  readonly log: SimulatedLog;
  readonly desk: TokenDesk;
  readonly minute: Limiter;
  readonly exports: Limiter;
}
