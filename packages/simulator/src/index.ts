export { startSimulator, type ServerOptions, type Simulator } from './server.ts';
export {
  createSimulator,
  type InProcessSimulator,
  type ReadyTrial,
  type SimulatorOptions,
  type SwitchInfo,
} from './simulator.ts';
export type { Clock } from './clock.ts';
export type { LoggedRequest, Stats } from './stats.ts';
export type { Setting } from './switches.ts';
export type { TrueEntry, Truth, TruthRange } from './truth.ts';
export type { TrueTarget } from './named.ts';
export type { Reply, SimulatedRequest } from './vendor.ts';
export { VENDOR_IDS, type VendorId } from './vendors/index.ts';
export type { AppendSpec } from './world/log.ts';
export { HOSTILE_TEXT, SECRETS } from './world/poison.ts';
