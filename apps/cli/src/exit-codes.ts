/** How a command ended, for the script that started it. */
export const EXIT = { whole: 0, gaps: 1, failed: 2, altered: 3, interrupted: 130 } as const;

/** How a search for risks ended. */
export const RISKS_EXIT = { none: 0, some: 1, failed: EXIT.failed, gaps: 3, interrupted: EXIT.interrupted } as const;

/** What these codes mean. */
export const RISKS_EXIT_CODES: readonly (readonly [number, string])[] = [
  [RISKS_EXIT.none, 'no findings, and everything could be read'],
  [RISKS_EXIT.some, 'findings, whether or not everything could be read'],
  [RISKS_EXIT.failed, 'wrong usage, or a failure'],
  [RISKS_EXIT.gaps, 'no findings, but not everything could be read; stderr says what'],
  [RISKS_EXIT.interrupted, 'stopped by Ctrl-C before the answer was complete'],
];

/** What the codes mean, for the help. */
export const EXIT_CODES: readonly (readonly [number, string])[] = [
  [EXIT.whole, 'the answer is complete'],
  [EXIT.gaps, 'something is missing, or may be missing; stderr says what'],
  [EXIT.failed, 'wrong usage, or a failure'],
  [EXIT.altered, 'an archive was altered'],
  [EXIT.interrupted, 'stopped by Ctrl-C before the answer was complete'],
];
