import { COMMON_SWITCHES, type Settings, type SwitchTable } from '../../switches.ts';

export const ZENDESK_SWITCHES = {
  ...COMMON_SWITCHES,
  apiTokenDead: { default: false, does: 'API tokens have been switched off: 401.' },
  cursorLifeMs: { default: 3_600_000, does: 'Cursors die after so many milliseconds.' },
  exportTimesOut: { default: false, does: 'An export is accepted, but the connection breaks before the answer.' },
  foreignLabels: { default: false, does: 'Labels and descriptions are in another language.' },
  limitForm: {
    default: 'retryAfter',
    does: 'What a 429 says.',
    values: ['retryAfter', 'resetOnly', 'resetDate', 'plainText', 'nothing'],
  },
  limitPerMinute: { default: 700, does: 'Requests in a minute.' },
  longIds: { default: false, does: 'Ids are numbers beyond 2^53.' },
  missingScope: { default: false, does: 'The token lacks auditlogs:read: 403.' },
  moreWithoutCursor: { default: false, does: 'A page says that there is more, but gives no cursor.' },
  nextOnOtherHost: { default: false, does: 'The link to the next page leads to another host.' },
  noAccess: { default: false, does: 'Role or plan may not read the log: 403.' },
  noExpiresIn: { default: false, does: 'Token answers do not say when the token ends.' },
  oversizePages: { default: 'clamp', does: 'What happens to a page size above 100.', values: ['clamp', 'refuse'] },
  plainDatesKeepLast: { default: true, does: 'Of filter[created_at] twice without [] only the last counts.' },
  remainingDrops: { default: 0, does: 'Others use so many requests of the account with each of ours.' },
  tokenLifeMs: { default: 1_800_000, does: 'Access tokens end after so many milliseconds.' },
  wrongSubdomain: { default: false, does: 'There is no help desk under this name: 404.' },
} as const satisfies SwitchTable;

export type ZendeskSettings = Settings<typeof ZENDESK_SWITCHES>;
