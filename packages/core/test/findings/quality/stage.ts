import type { Entry } from '../cases/case.ts';

/** Somebody of a made-up company. */
export interface Member {
  readonly number: number;
  readonly name: string;
  readonly email: string;
  readonly ip: string;
  readonly job: 'support' | 'sales' | 'recruiter' | 'analyst' | 'admin';
}

/** Where a script lets people act. */
export interface Stage {
  readonly whole: (below: number) => number;
  readonly of: (job: Member['job']) => Member;
  readonly later: (ms: number) => void;
  readonly outside: (entry: Entry) => Entry;
  readonly zendesk: (who: Member, fields: Readonly<Record<string, unknown>>) => Entry;
  readonly gong: (who: Member, entry: Entry) => Entry;
  readonly ashby: (who: Member, given: Readonly<Record<string, unknown>> & { readonly category: string }) => Entry;
}

/** Something that happens once in a month. */
export interface Scene {
  readonly name: string;
  readonly isIncident: boolean;
  /** Whether one event tells. */
  readonly isSingle: boolean;
  readonly play: (stage: Stage) => void;
}
