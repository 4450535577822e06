import type { RuleDocument } from '../../rule.ts';
import {
  ADMIN_GRANTED,
  CREDENTIAL_CREATED,
  EVIDENCE_WEAKENED,
  INTEGRATION_INSTALLED,
  SELF_GRANT,
  SIGN_IN_WEAKENED,
} from '../../shared-rules.ts';

const PRODUCT = 'gong';
const ACTIVITY = { product: PRODUCT, service: 'UserActivityLog' };
const PLAYED = { product: PRODUCT, service: 'UserCallPlay' };
const OPENED = { product: PRODUCT, service: 'ExternallySharedCallAccess' };

const OFF = '(disabled|off|false|none|no|0|f)?$';
const ROLE = '(?i)^[^:]*((role|profile|permission)[^:]*: .*(admin|owner|elevated)|admin[^:]*: (true|t|1)$)';

/** What should worry somebody in Gong. */
export const rules: readonly RuleDocument[] = [
  {
    ...ADMIN_GRANTED,
    logsource: ACTIVITY,
    detection: { granted: { 'gained|re': ROLE }, condition: 'granted' },
  },
  {
    ...SELF_GRANT,
    logsource: ACTIVITY,
    detection: { granted: { 'gained|re': ROLE, self: true }, condition: 'granted' },
  },
  {
    ...SIGN_IN_WEAKENED,
    logsource: ACTIVITY,
    detection: {
      off: {
        'change|re': `(?i)^[^:]*(two.?factor|2fa|mfa|sso|saml|single.?sign|password.?(polic|complex|expir))[^:]*: .*-> ${OFF}`,
      },
      condition: 'off',
    },
  },
  {
    ...CREDENTIAL_CREATED,
    logsource: ACTIVITY,
    detection: {
      created: { verb: 'create', 'action|re': '(?i)(api.*key|access.?key|create.?key|api.*token|oauth)' },
      condition: 'created',
    },
    trailhound: { ...CREDENTIAL_CREATED.trailhound, why: '{actor} created a key: {action}' },
  },
  {
    ...EVIDENCE_WEAKENED,
    logsource: ACTIVITY,
    detection: {
      off: { 'change|re': `(?i)^[^:]*(redact|retention|consent|encrypt|audit)[^:]*: .*-> ${OFF}` },
      shorter: { 'lowered|re': '(?i)retention' },
      condition: '1 of them',
    },
    trailhound: { ...EVIDENCE_WEAKENED.trailhound, why: '{actor} changed a protection: {change}' },
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
    trailhound: { why: '{actor} shared {count} times within a day', next: 'Check with whom.' },
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
      above_own_median: 4,
      learn: '14d',
      why: '{actor} played {count} parts of many different calls within a day',
      next: 'Ask why.',
    },
  },
  {
    ...INTEGRATION_INSTALLED,
    logsource: ACTIVITY,
    detection: {
      installed: { verb: ['create', 'update'], 'action|re': '(?i)(integration|webhook|marketplace)' },
      condition: 'installed',
    },
    trailhound: { ...INTEGRATION_INSTALLED.trailhound, why: '{actor}: {action}' },
  },
];
