import type { GongSettings } from './switches.ts';

/** What an entry is generated from, besides its place in the log. */
export interface GongEntryContext {
  readonly seed: number;
  readonly settings: GongSettings;
  readonly log: string;
}

export type Fields = Readonly<Record<string, unknown>>;
