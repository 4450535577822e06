/** How a command ended, for the script that started it. */
export const EXIT = { whole: 0, gaps: 1, failed: 2, altered: 3, interrupted: 130 } as const;

/** What the codes mean, for the help. */
export const EXIT_CODES: readonly (readonly [number, string])[] = [
  [EXIT.whole, 'the answer is complete'],
  [EXIT.gaps, 'something is missing, or may be missing; stderr says what'],
  [EXIT.failed, 'wrong usage, or a failure'],
  [EXIT.altered, 'an archive was altered'],
  [EXIT.interrupted, 'stopped by Ctrl-C before the answer was complete'],
];
