import type { RuleDocument } from '../../rule.ts';

const LOG = { product: 'ashby' };
const ATTACK = { attack: '19', quiet: '1d' };

const OFF = '(disabled|off|false|none|no)?$';
const ROLE = '(?i)^[^:]*(role|permission|access.?level)[^:]*: .*(admin|owner|elevated)';
const CAVEAT = 'Ashby publishes no list of its actions: this goes by the words in them.';

/** What should worry somebody in Ashby. */
export const rules: readonly RuleDocument[] = [
  {
    title: 'Administrator rights granted',
    name: 'admin-granted',
    level: 'high',
    tags: ['attack.t1098.003'],
    falsepositives: ['Somebody becomes an administrator as planned.'],
    logsource: LOG,
    detection: { granted: { 'gained|re': ROLE }, condition: 'granted' },
    trailhound: {
      ...ATTACK,
      group: ['target.key'],
      why: '{actor} changed {target}: {change}',
      next: 'Ask who requested it, and trace what the new administrator did since.',
    },
  },
  {
    title: 'Somebody made themselves an administrator',
    name: 'self-grant',
    level: 'critical',
    tags: ['attack.t1098.003'],
    falsepositives: ['The first set-up of an account.'],
    logsource: LOG,
    detection: { granted: { 'gained|re': ROLE, self: true }, condition: 'granted' },
    trailhound: {
      ...ATTACK,
      why: '{actor} changed their own rights: {change}',
      next: 'Take the rights away until it is explained.',
    },
  },
  {
    title: 'Sign-in protection weakened',
    name: 'sign-in-weakened',
    level: 'high',
    tags: ['attack.t1556.006'],
    falsepositives: ['A migration to another identity provider.'],
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
    trailhound: {
      ...ATTACK,
      caveat: CAVEAT,
      why: '{actor} weakened sign-in: {message}',
      next: 'Switch it on again, and look at sign-ins since.',
    },
  },
  {
    title: 'Credential created',
    name: 'credential-created',
    level: 'medium',
    tags: ['attack.t1098.001'],
    falsepositives: ['Rotation of a key.'],
    logsource: LOG,
    detection: {
      created: { verb: 'create' },
      key: [
        { 'target.type|re': '(?i)(api.?key|api.?token|oauth)' },
        { 'action|re': '(?i)(api.?key|api.?token|KeyCreated|oauth)' },
      ],
      condition: 'created and key',
    },
    trailhound: {
      attack: '19',
      caveat: CAVEAT,
      why: '{actor}: {message}',
      next: 'Ask what it is for, and revoke it if nobody knows.',
    },
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
      attack: '19',
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
      ...ATTACK,
      group: ['target.key'],
      why: '{actor}: {message}',
      next: 'Confirm it with the hiring team.',
    },
  },
  {
    title: 'Integration installed',
    name: 'integration-installed',
    level: 'low',
    tags: ['attack.t1671'],
    falsepositives: ['Installations are frequent.'],
    logsource: LOG,
    detection: { installed: { verb: 'create', 'target.type|re': '(?i)(integration|webhook)' }, condition: 'installed' },
    trailhound: { ...ATTACK, caveat: CAVEAT, why: '{actor}: {message}', next: 'Check what it may read.' },
  },
];
