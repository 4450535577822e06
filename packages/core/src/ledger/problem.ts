/** What can be wrong with an archive. Each kind has its own message. */
export const PROBLEM_KINDS = [
  'record_missing',
  'record_altered',
  'records_reordered',
  'event_missing',
  'event_added',
  'event_altered',
  'event_redated',
  'coverage_altered',
  'checkpoint_unreadable',
  'checkpoint_forged',
  'rolled_back',
  'history_rewritten',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** One thing that was altered, and where. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The record where it was found. */
  readonly seq: number | undefined;
  readonly text: string;
}

/** Reports a problem. */
export type Tell = (kind: ProblemKind, seq: number | undefined, text: string) => void;

/** A number with its noun, in singular or plural. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
