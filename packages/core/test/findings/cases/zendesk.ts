import type { Entry, RuleCases } from './case.ts';

export function zendesk(entry: Readonly<Record<string, unknown>>): Entry {
  const { action = 'update', ...fields } = entry;
  return {
    provider: 'zendesk',
    log: 'audit_logs',
    entry: { id: 1, actor_id: 7, actor_name: 'Gil Generic', ip_address: '192.0.2.1', source_id: 42, action, ...fields },
  };
}

const user = (change_description: string, more: object = {}): Entry =>
  zendesk({ source_type: 'user', source_label: 'Eli Edge', change_description, ...more });
const setting = (source_label: string, change_description: string, more: object = {}): Entry =>
  zendesk({ source_type: 'account_setting', source_label, change_description, ...more });
const ticket = (source_label: string, change_description = ''): Entry =>
  zendesk({ source_type: 'ticket', source_label, change_description });

const TWO_FACTOR = 'Two-Factor authentication for all admins and agents';
const REDACTION = 'Credit Card Redaction';

export const ZENDESK: readonly RuleCases[] = [
  {
    rule: 'zendesk/admin-granted',
    found: {
      plain: user('Role changed from Agent to Administrator'),
      'from an end user': user('Role changed from End User to Administrator'),
      'with a German label': user('Role changed from Agent to Administrator', { action_label: 'Aktualisiert' }),
      'with a French label': user('Role changed from Agent to Administrator', { action_label: 'Mis à jour' }),
      'on the second line': user('Name changed from E to Eli\nRole changed from Agent to Administrator'),
      'of one product': user('Support role changed from Agent to Admin\nChat role changed from Admin to Admin'),
      'without a role before': user('Role changed from not set to Billing admin'),
    },
    missed: {
      'taken away': user('Role changed from Administrator to Agent'),
      'not about rights': user('Name changed from Administrator to Role'),
      'a role among agents': user('Role changed from Light agent to Agent'),
      'the words in a ticket': ticket(
        'Role changed from Agent to Administrator',
        'Subject changed from a to Role: Administrator',
      ),
    },
  },
  {
    rule: 'zendesk/self-grant',
    found: { plain: user('Role changed from Agent to Administrator', { source_id: 7 }) },
    missed: {
      'for somebody else': user('Role changed from Agent to Administrator'),
      'given up': user('Role changed from Administrator to Agent', { source_id: 7 }),
    },
  },
  {
    rule: 'zendesk/owner-changed',
    found: {
      plain: zendesk({
        source_type: 'account',
        source_label: 'Account: Account',
        change_description: 'Owner changed from Bob Cat to Mountain Lion',
      }),
    },
    missed: {
      'of a ticket': ticket('x', 'Owner changed from Bob to Ann'),
      'another setting': zendesk({
        source_type: 'account',
        source_label: 'Account: Account',
        change_description: 'Time zone changed from UTC to Owner',
      }),
    },
  },
  {
    rule: 'zendesk/sign-in-weakened',
    found: {
      'first time': setting(TWO_FACTOR, 'Disabled', { action: 'create' }),
      again: setting(TWO_FACTOR, 'Disabled'),
      'turned off': setting(TWO_FACTOR, 'Turned off'),
      'old wording': setting('2FA', 'Enabled changed from true to false\n2FA changed from Enabled to Disabled'),
      'single sign-on': setting('SAML single sign-on', 'Disabled', { action_label: 'Geändert' }),
    },
    missed: {
      'switched on': setting(TWO_FACTOR, 'Enabled'),
      'another setting': setting('Business hours', 'Disabled'),
      'the words in a ticket': ticket(TWO_FACTOR, 'Subject changed from 2FA to off'),
    },
  },
  {
    rule: 'zendesk/ip-restriction-off',
    found: {
      plain: setting('IP restrictions', 'Disabled'),
      'turned off': setting('IP address restriction', 'Turned off', { action: 'create' }),
    },
    missed: {
      'switched on': setting('IP restrictions', 'Enabled'),
      'a word like it': setting('Tip of the day', 'Disabled'),
    },
  },
  {
    rule: 'zendesk/credential-created',
    found: {
      'as documented': zendesk({ action: 'create', source_type: 'apitoken', source_label: 'API token: sync' }),
      'as seen': zendesk({ action: 'create', source_type: 'api_token', source_label: 'API token: sync' }),
      'OAuth client': zendesk({ action: 'create', source_type: 'oauth_client', source_label: 'sync' }),
    },
    missed: {
      deleted: zendesk({ action: 'destroy', source_type: 'apitoken', source_label: 'API token: sync' }),
      'the words in a macro': zendesk({ action: 'create', source_type: 'macro', source_label: 'API token: explain' }),
    },
  },
  {
    rule: 'zendesk/evidence-weakened',
    found: {
      'first time': setting(REDACTION, 'Disabled', { action: 'create' }),
      again: setting(REDACTION, 'Disabled'),
      'turned off': setting(REDACTION, 'Turned off'),
      shorter: setting('Retention', 'Retention period changed from 365 days to 30 days'),
    },
    missed: {
      'switched on': setting(REDACTION, 'Enabled'),
      longer: setting('Retention', 'Retention period changed from 30 days to 365 days'),
      'the words in a ticket': ticket(`${REDACTION}: Disabled`, 'Status changed from open to Disabled'),
    },
  },
  {
    rule: 'zendesk/support-access-opened',
    found: {
      plain: setting('Account Assumption', 'Changed'),
      'first time': setting('Account Assumption', 'Enabled', { action: 'create' }),
      longer: setting('Assumption duration', 'Assumption duration changed from 1 day to 1 year'),
    },
    missed: {
      closed: setting('Account Assumption', 'Disabled'),
      'another setting': setting('Account name', 'Changed'),
    },
  },
  {
    rule: 'zendesk/user-unsuspended',
    found: {
      plain: zendesk({
        source_type: 'user_setting',
        source_label: 'Suspension state: Bob Cat',
        change_description: 'Unsuspended',
      }),
    },
    missed: {
      suspended: zendesk({
        action: 'create',
        source_type: 'user_setting',
        source_label: 'Suspension state: Bob Cat',
        change_description: 'Suspended',
      }),
      'the words in a ticket': ticket('Unsuspended', 'Subject changed from a to b'),
    },
  },
  {
    rule: 'zendesk/integration-installed',
    found: {
      app: zendesk({ action: 'create', source_type: 'zendesk/app_market/installation', source_label: 'Time Tracker' }),
      webhook: zendesk({ action: 'create', source_type: 'webhook', source_label: 'Sync' }),
    },
    missed: {
      removed: zendesk({
        action: 'destroy',
        source_type: 'zendesk/app_market/installation',
        source_label: 'Time Tracker',
      }),
      'a view': zendesk({ action: 'create', source_type: 'view', source_label: 'Webhook errors' }),
    },
  },
  {
    rule: 'zendesk/forwarding-set',
    found: {
      address: zendesk({
        source_type: 'trigger',
        source_label: 'Copy',
        change_description: 'Recipient changed from not set to me@evil.example',
      }),
      page: zendesk({ action: 'create', source_type: 'webhook', source_label: 'https://evil.example/hook' }),
    },
    missed: {
      'to ourselves': zendesk({
        source_type: 'trigger',
        source_label: 'Copy',
        change_description: 'Recipient changed from not set to me@mail.example.com',
      }),
      'without an address': zendesk({
        source_type: 'trigger',
        source_label: 'Copy',
        change_description: 'Position changed from 3 to 1',
      }),
    },
  },
  {
    rule: 'large-export',
    found: {
      plain: zendesk({
        action: 'exported',
        source_type: 'ticket',
        source_label: 'Tickets export',
        change_description: 'Exported 18,211 tickets',
      }),
    },
    missed: {
      'a small one': zendesk({
        action: 'exported',
        source_type: 'user',
        source_label: 'Users export',
        change_description: 'Exported 9,999 users',
      }),
      'only words': ticket('Exported 18,211 tickets'),
    },
  },
];

/** Eleven plain cases, of which the best public rules for Zendesk get six right. */
export const PLAIN: readonly (readonly [string, Entry, string, string])[] = [
  [
    'redaction switched off for the first time',
    setting(REDACTION, 'Disabled', { action: 'create' }),
    'evidence-weakened',
    'high',
  ],
  ['redaction switched off for the second time', setting(REDACTION, 'Disabled'), 'evidence-weakened', 'high'],
  ['redaction turned off', setting(REDACTION, 'Turned off'), 'evidence-weakened', 'high'],
  ['two-factor authentication disabled', setting(TWO_FACTOR, 'Disabled'), 'sign-in-weakened', 'high'],
  ['two-factor authentication turned off', setting(TWO_FACTOR, 'Turned off'), 'sign-in-weakened', 'high'],
  ['administrator on one line', user('Role changed from Agent to Administrator'), 'admin-granted', 'high'],
  [
    'administrator on the second line',
    user('Name changed from E to Eli\nRole changed from Agent to Administrator'),
    'admin-granted',
    'high',
  ],
  [
    'administrator of two products',
    user('Support role changed from Agent to Admin\nExplore role changed from Viewer to Admin'),
    'admin-granted',
    'high',
  ],
  [
    'API token as seen',
    zendesk({ action: 'create', source_type: 'api_token', source_label: 'API token: a' }),
    'credential-created',
    'medium',
  ],
  [
    'API token as documented',
    zendesk({ action: 'create', source_type: 'apitoken', source_label: 'API token: a' }),
    'credential-created',
    'medium',
  ],
  [
    'user unsuspended',
    zendesk({
      source_type: 'user_setting',
      source_label: 'Suspension state: Bob Cat',
      change_description: 'Unsuspended',
    }),
    'user-unsuspended',
    'medium',
  ],
];
