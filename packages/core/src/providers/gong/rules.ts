import type { RuleDocument } from '../../rule.ts';

const PRODUCT = 'gong';
const ACTIVITY = { product: PRODUCT, service: 'UserActivityLog' };
const PLAYED = { product: PRODUCT, service: 'UserCallPlay' };
const OPENED = { product: PRODUCT, service: 'ExternallySharedCallAccess' };
const ATTACK = { attack: '19', quiet: '1d' };

const OFF = '(disabled|off|false|none|no|0|f)?$';
const ROLE = '(?i)^[^:]*((role|profile|permission)[^:]*: .*(admin|owner|elevated)|admin[^:]*: (true|t|1)$)';

/** What should worry somebody in Gong. */
export const rules: readonly RuleDocument[] = [
  {
    title: 'Administrator rights granted',
    name: 'admin-granted',
    level: 'high',
    tags: ['attack.t1098.003'],
    falsepositives: ['Somebody becomes an administrator as planned.'],
    logsource: ACTIVITY,
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
    logsource: ACTIVITY,
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
    logsource: ACTIVITY,
    detection: {
      off: {
        'change|re': `(?i)^[^:]*(two.?factor|2fa|mfa|sso|saml|single.?sign|password.?(polic|complex|expir))[^:]*: .*-> ${OFF}`,
      },
      condition: 'off',
    },
    trailhound: {
      ...ATTACK,
      why: '{actor} weakened sign-in: {change}',
      next: 'Switch it on again, and look at sign-ins since.',
    },
  },
  {
    title: 'Credential created',
    name: 'credential-created',
    level: 'medium',
    tags: ['attack.t1098.001'],
    falsepositives: ['Rotation of a key.'],
    logsource: ACTIVITY,
    detection: {
      created: { verb: 'create', 'action|re': '(?i)(api.*key|access.?key|create.?key|api.*token|oauth)' },
      condition: 'created',
    },
    trailhound: {
      attack: '19',
      why: '{actor} created a key: {action}',
      next: 'Ask what it is for, and revoke it if nobody knows.',
    },
  },
  {
    title: 'Evidence or protection of data weakened',
    name: 'evidence-weakened',
    level: 'high',
    tags: ['attack.t1685'],
    falsepositives: ['A new policy.'],
    logsource: ACTIVITY,
    detection: {
      off: { 'change|re': `(?i)^[^:]*(redact|retention|consent|encrypt|audit)[^:]*: .*-> ${OFF}` },
      shorter: { 'lowered|re': '(?i)retention' },
      condition: '1 of them',
    },
    trailhound: {
      ...ATTACK,
      why: '{actor} changed a protection: {change}',
      next: 'Restore it, and ask who decided it.',
    },
  },
  {
    title: 'Call shared',
    name: 'call-shared',
    level: 'informational',
    logsource: ACTIVITY,
    detection: { shared: { verb: 'share' }, condition: 'shared' },
  },
  {
    title: 'Many calls shared',
    name: 'share-burst',
    level: 'medium',
    tags: ['attack.t1567'],
    falsepositives: ['Enablement shares a playlist.'],
    correlation: {
      type: 'event_count',
      rules: ['call-shared'],
      'group-by': ['actor.key'],
      timespan: '24h',
      condition: { gte: 8 },
    },
    trailhound: { attack: '19', why: '{actor} shared {count} times within a day', next: 'Check with whom.' },
  },
  {
    title: 'Shared call opened',
    name: 'shared-call-opened',
    level: 'informational',
    logsource: OPENED,
    detection: { opened: { verb: 'access' }, condition: 'opened' },
  },
  {
    title: 'The link of a shared call has spread',
    name: 'link-spread',
    level: 'medium',
    tags: ['attack.t1567'],
    falsepositives: ['A large prospect.'],
    correlation: {
      type: 'value_count',
      rules: ['shared-call-opened'],
      'group-by': ['target.key'],
      timespan: '24h',
      condition: { field: 'ip', gte: 6 },
    },
    trailhound: {
      attack: '19',
      why: '{target} was opened {count} times, from many addresses',
      next: 'Revoke the link.',
    },
  },
  {
    title: 'Call played',
    name: 'call-played',
    level: 'informational',
    logsource: PLAYED,
    detection: { played: { verb: 'play' }, condition: 'played' },
  },
  {
    title: 'Many more calls played than usual',
    name: 'call-binge',
    level: 'medium',
    tags: ['attack.t1213.004'],
    falsepositives: ['A week of quality reviews.'],
    correlation: {
      type: 'value_count',
      rules: ['call-played'],
      'group-by': ['actor.key'],
      timespan: '24h',
      condition: { field: 'target.id', gte: 20 },
    },
    trailhound: {
      attack: '19',
      above_own_median: 4,
      learn: '14d',
      why: '{actor} played {count} parts of many different calls within a day',
      next: 'Ask why.',
    },
  },
  {
    title: 'Integration installed',
    name: 'integration-installed',
    level: 'low',
    tags: ['attack.t1671'],
    falsepositives: ['Installations are frequent.'],
    logsource: ACTIVITY,
    detection: {
      installed: { verb: ['create', 'update'], 'action|re': '(?i)(integration|webhook|marketplace)' },
      condition: 'installed',
    },
    trailhound: { ...ATTACK, why: '{actor}: {action}', next: 'Check what it may read.' },
  },
];
