/** How serious a finding is, the least serious first. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
/** One of these levels. */
export type Level = (typeof LEVELS)[number];
