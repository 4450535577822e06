import { COMMON_SWITCHES, type Settings, type SwitchTable } from '../../switches.ts';

export const GONG_SWITCHES = {
  ...COMMON_SWITCHES,
  actionForm: { default: 'mixed', does: 'The form of action.', values: ['mixed', 'null', 'text', 'object'] },
  bareIds: { default: false, does: 'User ids are JSON numbers with twenty digits.' },
  catalogueShape: { default: false, does: 'Responses have the shape that third-party catalogues describe.' },
  cursorLifeMs: { default: 3_600_000, does: 'How long cursors are valid, in milliseconds.' },
  customerHostOnly: { default: false, does: 'Only the base URL from the token response accepts the token.' },
  emptyCursor: { default: 'absent', does: 'How a missing cursor is written.', values: ['absent', 'null', 'empty'] },
  extraFields: { default: false, does: 'Unknown fields occur at every level.' },
  foreignHost: { default: '', does: 'The base URL that token responses assign, such as https://evil.example.' },
  keptDays: { default: 14, does: 'How many days entries of the AccessLog are kept.' },
  leanRecords: { default: 'full', does: 'What is missing from records.', values: ['full', 'noPageSize', 'noRecords'] },
  limitPerDay: { default: 10_000, does: 'Requests per day; 0 is no limit.' },
  limitPerSecond: { default: 3, does: 'Requests per second; 0 is no limit.' },
  missingScope: { default: false, does: 'The token lacks api:logs:read: 401.' },
  newestFirst: { default: false, does: 'Entries come newest first; the documentation does not define the order.' },
  notFoundText: {
    default: 'documented',
    does: 'The text of the 404 for an empty period.',
    values: ['documented', 'wire', 'unheard'],
  },
  sequenceAsText: { default: false, does: 'sequence_num is a string in every log, instead of just one.' },
  timeForm: {
    default: 'utc',
    does: 'How times are written.',
    values: ['utc', 'offset', 'seconds', 'tenths', 'nanoseconds', 'broken'],
  },
  tokenLifeMs: { default: 86_400_000, does: 'How long access tokens are valid, in milliseconds.' },
  tokensRefused: { default: false, does: 'Every access token is rejected, even a new one: 401.' },
  twins: { default: 0, does: 'Every so many entries, one comes twice, the second time with another name.' },
  untrustedAddress: { default: false, does: 'The IP address of the client is not on the list: 403.' },
} as const satisfies SwitchTable;

export type GongSettings = Settings<typeof GONG_SWITCHES>;
