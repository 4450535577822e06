import { COMMON_SWITCHES, type Settings, type SwitchTable } from '../../switches.ts';

export const GONG_SWITCHES = {
  ...COMMON_SWITCHES,
  actionForm: { default: 'mixed', does: 'What stands in action.', values: ['mixed', 'null', 'text', 'object'] },
  bareIds: { default: false, does: 'User ids are bare JSON numbers of twenty digits.' },
  catalogueShape: { default: false, does: 'Answers have the shape that third-party catalogues describe.' },
  cursorLifeMs: { default: 3_600_000, does: 'Cursors die after so many milliseconds.' },
  customerHostOnly: { default: false, does: 'Only the base URL of the token answer takes the token.' },
  emptyCursor: { default: 'absent', does: 'What stands for no cursor.', values: ['absent', 'null', 'empty'] },
  extraFields: { default: false, does: 'Fields that nobody has heard of stand at every level.' },
  foreignHost: { default: '', does: 'The base URL that token answers assign, such as https://evil.example.' },
  leanRecords: { default: 'full', does: 'What is missing of records.', values: ['full', 'noPageSize', 'noRecords'] },
  limitPerDay: { default: 10_000, does: 'Requests in a day; 0 is no limit.' },
  limitPerSecond: { default: 3, does: 'Requests in a second; 0 is no limit.' },
  missingScope: { default: false, does: 'The token lacks api:logs:read: 401.' },
  newestFirst: { default: false, does: 'Entries come newest first; the documentation names no order.' },
  notFoundText: {
    default: 'documented',
    does: 'What the 404 of an empty period says.',
    values: ['documented', 'wire', 'unheard'],
  },
  sequenceAsText: { default: false, does: 'sequence_num is text in every log, not only in one.' },
  timeForm: {
    default: 'utc',
    does: 'How times are written.',
    values: ['utc', 'offset', 'seconds', 'tenths', 'nanoseconds', 'broken'],
  },
  tokenLifeMs: { default: 86_400_000, does: 'Access tokens end after so many milliseconds.' },
  tokensRefused: { default: false, does: 'Every access token is refused, also one that is new: 401.' },
  twins: { default: 0, does: 'Every so many entries one comes twice, the second with another name.' },
  untrustedAddress: { default: false, does: 'The address of the client is not on the list: 403.' },
} as const satisfies SwitchTable;

export type GongSettings = Settings<typeof GONG_SWITCHES>;
