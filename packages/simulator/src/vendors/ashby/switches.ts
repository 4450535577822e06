import { COMMON_SWITCHES, type Settings, type SwitchTable } from '../../switches.ts';

export const ASHBY_SWITCHES = {
  ...COMMON_SWITCHES,
  changedQueryIsEmpty: { default: true, does: 'A cursor with different filters gives an empty page and no error.' },
  concurrentLimit: { default: 0, does: 'Concurrent requests, as far as latencyMs allows them; 0 is no limit.' },
  cursorLifeMs: { default: 3_600_000, does: 'How long cursors are valid, in milliseconds.' },
  deadCursorCode: {
    default: 'next_cursor_expired',
    does: 'The error code of an expired cursor.',
    values: ['next_cursor_expired', 'cursor_invalid', 'invalid_next_cursor'],
  },
  errorShape: {
    default: 'both',
    does: 'Where an error has its code.',
    values: ['both', 'errorInfo', 'codes', 'types', 'messages', 'words', 'nulls'],
  },
  failAsSuccessFalse: { default: false, does: 'Failures are 503 with a body of success: false.' },
  lastCursor: { default: 'absent', does: 'How a missing cursor is written.', values: ['absent', 'null', 'empty'] },
  limitPerSecond: { default: 10, does: 'Requests per second; the vendor publishes no limit.' },
  limitText: { default: false, does: 'The errors of a 429 are text.' },
  moreWithoutCursor: { default: false, does: 'A page says that there is more, but has no cursor.' },
  notEnabled: { default: false, does: 'Audit logs are not enabled for the organization.' },
  oddEntries: { default: false, does: 'Actors, requests and changes are null, and types are unknown.' },
  partnerLimited: { default: false, does: 'A 429 is about the integration partner, not about the key.' },
  permissionShape: {
    default: 'none',
    does: 'The key lacks the permission, and the error has this shape.',
    values: ['none', 'errorInfo', 'errors', 'text'],
  },
  permissionStatus: { default: 403, does: 'The status of that error.' },
  refusalStatus: {
    default: '200',
    does: 'The status of errors about bad windows, expired cursors and missing audit logs.',
    values: ['200', '400'],
  },
  unknownValueStatus: { default: 200, does: 'The status of the error about a value outside the vocabulary.' },
  warnings: { default: false, does: 'Successful responses have warnings.' },
} as const satisfies SwitchTable;

export type AshbySettings = Settings<typeof ASHBY_SWITCHES>;
