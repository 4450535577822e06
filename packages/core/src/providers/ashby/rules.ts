import type { RuleDocument } from '../../rule.ts';
import {
  ADMIN_GRANTED,
  CREDENTIAL_CREATED,
  INTEGRATION_INSTALLED,
  SELF_GRANT,
  SIGN_IN_WEAKENED,
} from '../../shared-rules.ts';

const LOG = { product: 'ashby' };
const DAILY = { quiet: '1d' };

const OFF = '(disabled|off|false|none|no)?$';
const ROLE = '(?i)^[^:]*(role|permission|access.?level)[^:]*: .*(admin|owner|elevated)';
const CAVEAT = 'Ashby publishes no list of its actions: this goes by the words in them.';

/** What should worry somebody in Ashby. */
export const rules: readonly RuleDocument[] = [
  {
    ...ADMIN_GRANTED,
    logsource: LOG,
    detection: { granted: { 'gained|re': ROLE }, condition: 'granted' },
  },
  {
    ...SELF_GRANT,
    logsource: LOG,
    detection: { granted: { 'gained|re': ROLE, self: true }, condition: 'granted' },
  },
  {
    ...SIGN_IN_WEAKENED,
    logsource: LOG,
    detection: {
      named: {
        'change|re': `(?i)^[^:]*(two.?factor|2fa|mfa|sso|saml|single.?sign|session|password)[^:]*: .*-> ${OFF}`,
      },
      setting: {
        'target.type|re': '(?i)(security|sign.?in|auth)',
        'change|re': `(?i)^(enabled|active|required): .*-> ${OFF}`,
      },
      condition: '1 of them',
    },
    trailhound: { ...SIGN_IN_WEAKENED.trailhound, caveat: CAVEAT, why: '{actor} weakened sign-in: {message}' },
  },
  {
    ...CREDENTIAL_CREATED,
    logsource: LOG,
    detection: {
      created: { verb: 'create' },
      key: [
        { 'target.type|re': '(?i)(api.?key|api.?token|oauth)' },
        { 'action|re': '(?i)(api.?key|api.?token|KeyCreated|oauth)' },
      ],
      condition: 'created and key',
    },
    trailhound: { ...CREDENTIAL_CREATED.trailhound, caveat: CAVEAT, why: '{actor}: {message}' },
  },
  {
    title: 'Candidate opened',
    name: 'candidate-opened',
    level: 'informational',
    logsource: LOG,
    detection: { opened: { verb: ['read', 'access'], 'target.type|contains': 'candidate' }, condition: 'opened' },
  },
  {
    title: 'Many candidates opened',
    name: 'candidate-spree',
    level: 'medium',
    tags: ['attack.t1213'],
    falsepositives: ['Sourcing.'],
    correlation: {
      type: 'value_count',
      rules: ['candidate-opened'],
      'group-by': ['actor.key'],
      timespan: '1h',
      condition: { field: 'target.id', gte: 30 },
    },
    trailhound: {
      caveat: CAVEAT,
      why: '{actor} opened candidates {count} times within an hour',
      next: 'Ask why.',
    },
  },
  {
    title: 'Confidentiality ended',
    name: 'confidentiality-ended',
    level: 'medium',
    tags: ['attack.t1213'],
    falsepositives: ['A job goes public.'],
    logsource: LOG,
    detection: {
      ended: { 'change|re': '(?i)^[^:]*confidential[^:]*: (true|yes|enabled) -> (false|no|disabled)?$' },
      condition: 'ended',
    },
    trailhound: {
      ...DAILY,
      group: ['target.key'],
      why: '{actor}: {message}',
      next: 'Confirm it with the hiring team.',
    },
  },
  {
    ...INTEGRATION_INSTALLED,
    logsource: LOG,
    detection: { installed: { verb: 'create', 'target.type|re': '(?i)(integration|webhook)' }, condition: 'installed' },
    trailhound: { ...INTEGRATION_INSTALLED.trailhound, caveat: CAVEAT, why: '{actor}: {message}' },
  },
];
