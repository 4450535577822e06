/** What can be wrong with an archive; each is told in a sentence of its own. */
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

/** Something that was altered, and where. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The record that shows it. */
  readonly seq: number | undefined;
  readonly text: string;
}

/** Notes a problem. */
export type Tell = (kind: ProblemKind, seq: number | undefined, text: string) => void;

/** So many of the things, in words. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
