import type { World } from '../../vendor.ts';
import type { GongSettings } from './switches.ts';

/** What an entry is generated from, besides its place in the log. */
export interface GongEntryContext {
  readonly world: World;
  readonly settings: GongSettings;
  readonly log: string;
}

export type Fields = Readonly<Record<string, unknown>>;
