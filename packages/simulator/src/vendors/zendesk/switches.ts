import { COMMON_SWITCHES, type Settings, type SwitchTable } from '../../switches.ts';

export const ZENDESK_SWITCHES = {
  ...COMMON_SWITCHES,
  apiTokenDead: { default: false, does: 'API tokens are deactivated: 401.' },
  cursorLifeMs: { default: 3_600_000, does: 'How long cursors are valid, in milliseconds.' },
  exportTimesOut: { default: false, does: 'An export is accepted, but the connection breaks before the response.' },
  foreignLabels: { default: false, does: 'Labels and descriptions are in another language.' },
  limitForm: {
    default: 'retryAfter',
    does: 'What a 429 says.',
    values: ['retryAfter', 'resetOnly', 'resetDate', 'plainText', 'nothing'],
  },
  limitPerMinute: { default: 700, does: 'Requests per minute.' },
  longIds: { default: false, does: 'Ids are numbers above 2^53.' },
  missingScope: { default: false, does: 'The token lacks auditlogs:read: 403.' },
  moreWithoutCursor: { default: false, does: 'A page says that there is more, but has no cursor.' },
  nextOnOtherHost: { default: false, does: 'The link to the next page points to another host.' },
  noAccess: { default: false, does: 'Role or plan may not read the log: 403.' },
  noExpiresIn: { default: false, does: 'Token responses do not say when the token expires.' },
  oversizePages: { default: 'clamp', does: 'What happens to a page size above 100.', values: ['clamp', 'refuse'] },
  plainDatesKeepLast: {
    default: true,
    does: 'A repeated filter[created_at] without [] keeps only the last value.',
  },
  remainingDrops: { default: 0, does: 'How many requests others make along with each of ours.' },
  tokenLifeMs: { default: 1_800_000, does: 'How long access tokens are valid, in milliseconds.' },
  wrongSubdomain: { default: false, does: 'There is no help desk with this name: 404.' },
} as const satisfies SwitchTable;

export type ZendeskSettings = Settings<typeof ZENDESK_SWITCHES>;
