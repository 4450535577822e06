/** How a command ended, for the script that started it. */
export const EXIT = { whole: 0, gaps: 1, failed: 2, altered: 3, interrupted: 130 } as const;

/** What the codes mean, for the help. */
export const EXIT_CODES: readonly (readonly [number, string])[] = [
  [EXIT.whole, 'all that was asked for is there'],
  [EXIT.gaps, 'something is missing, or cannot be said to be complete; what is said on stderr'],
  [EXIT.failed, 'wrong use, or a failure'],
  [EXIT.altered, 'an archive was altered'],
  [EXIT.interrupted, 'stopped by Ctrl-C before the answer was there'],
];
