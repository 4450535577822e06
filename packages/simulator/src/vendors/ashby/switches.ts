import { COMMON_SWITCHES, type Settings, type SwitchTable } from '../../switches.ts';

export const ASHBY_SWITCHES = {
  ...COMMON_SWITCHES,
  changedQueryIsEmpty: { default: true, does: 'A cursor with other filters gives an empty page and no error.' },
  concurrentLimit: { default: 0, does: 'Requests side by side, as far as latencyMs lets them be; 0 is no limit.' },
  cursorLifeMs: { default: 3_600_000, does: 'Cursors die after so many milliseconds.' },
  deadCursorCode: {
    default: 'next_cursor_expired',
    does: 'What a dead cursor is called.',
    values: ['next_cursor_expired', 'cursor_invalid', 'invalid_next_cursor'],
  },
  errorShape: {
    default: 'both',
    does: 'Where a refusal has its code.',
    values: ['both', 'errorInfo', 'codes', 'types', 'messages', 'words', 'nulls'],
  },
  failAsSuccessFalse: { default: false, does: 'Failures are 503 with a body of success: false.' },
  lastCursor: { default: 'absent', does: 'What stands for no cursor.', values: ['absent', 'null', 'empty'] },
  limitPerSecond: { default: 10, does: 'Requests in a second; nothing is published.' },
  limitText: { default: false, does: 'A 429 comes with its errors as text.' },
  moreWithoutCursor: { default: false, does: 'A page says that there is more, but gives no cursor.' },
  notEnabled: { default: false, does: 'The organization has no audit logs.' },
  oddEntries: { default: false, does: 'Actors, requests and changes are null, types are unheard of.' },
  partnerLimited: { default: false, does: 'A 429 is about the integration partner, not about the key.' },
  permissionShape: {
    default: 'none',
    does: 'The key lacks the permission, and the answer has this shape.',
    values: ['none', 'errorInfo', 'errors', 'text'],
  },
  permissionStatus: { default: 403, does: 'With which status that is said.' },
  refusalStatus: {
    default: '200',
    does: 'With which status bad windows, dead cursors and missing audit logs are refused.',
    values: ['200', '400'],
  },
  unknownValueStatus: { default: 200, does: 'With which status a value outside the vocabulary is refused.' },
  warnings: { default: false, does: 'Successful answers come with warnings.' },
} as const satisfies SwitchTable;

export type AshbySettings = Settings<typeof ASHBY_SWITCHES>;
