import type { RuleDocument } from '../../rule.ts';
import {
  ADMIN_GRANTED,
  CREDENTIAL_CREATED,
  EVIDENCE_WEAKENED,
  INTEGRATION_INSTALLED,
  SELF_GRANT,
  SIGN_IN_WEAKENED,
} from '../../shared-rules.ts';

const LOG = { product: 'zendesk', service: 'audit_logs' };
const DAILY = { quiet: '1d' };

/** NOTES: change texts. Other languages are assumed. */
const OFF = '(disabled|turned off|off|false|none|not required|deaktiviert|ausgeschaltet|désactivé)?$';
const ROLE = '(?i)^[^:]*(role|rolle|rôle)[^:]*: .*(admin|owner|inhaber)';

/** What should worry somebody in Zendesk. */
export const rules: readonly RuleDocument[] = [
  {
    ...ADMIN_GRANTED,
    logsource: LOG,
    detection: { granted: { 'target.type': 'user', 'gained|re': ROLE }, condition: 'granted' },
  },
  {
    ...SELF_GRANT,
    logsource: LOG,
    detection: { granted: { 'target.type': 'user', 'gained|re': ROLE, self: true }, condition: 'granted' },
  },
  {
    title: 'The account has another owner',
    name: 'owner-changed',
    level: 'high',
    tags: ['attack.t1098'],
    falsepositives: ['A planned hand-over.'],
    logsource: LOG,
    detection: {
      owner: { 'target.type': 'account', 'change|re': '(?i)^(owner|inhaber|propriétaire)[^:]*:' },
      condition: 'owner',
    },
    trailhound: { ...DAILY, why: '{actor} changed the owner: {change}', next: 'Confirm it with both owners.' },
  },
  {
    ...SIGN_IN_WEAKENED,
    logsource: LOG,
    detection: {
      protection: {
        'change|re':
          '(?i)^[^:]*(two.?factor|2.?fa\\b|\\bmfa|multi.?factor|sso\\b|single.sign|saml|jwt|password (polic|complex|hist|length|expir)|session exp|zwei.?faktor|deux facteurs)[^:]*: .*-> ' +
          OFF,
      },
      condition: 'protection',
    },
  },
  {
    title: 'Restriction by IP address switched off',
    name: 'ip-restriction-off',
    level: 'high',
    tags: ['attack.t1686.001'],
    falsepositives: ['An office moves.'],
    logsource: LOG,
    detection: {
      restriction: {
        'change|re': `(?i)^[^:]*(\\bip\\b.*(restrict|allow|range|address|access)|allow.?list|white.?list|ip-)[^:]*: .*-> ${OFF}`,
      },
      condition: 'restriction',
    },
    trailhound: {
      ...DAILY,
      why: '{actor} opened the account to all addresses: {change}',
      next: 'Switch it on again.',
    },
  },
  {
    ...CREDENTIAL_CREATED,
    falsepositives: ['Rotation of a token; filter by its name.'],
    logsource: LOG,
    detection: { created: { verb: 'create', 'target.type|re': '(?i)(api.?token|oauth)' }, condition: 'created' },
    trailhound: { ...CREDENTIAL_CREATED.trailhound, why: '{actor} created {target}' },
  },
  {
    ...EVIDENCE_WEAKENED,
    logsource: LOG,
    detection: {
      off: {
        'change|re': `(?i)^[^:]*(redact|retention|deletion schedule|archiv|consent|encrypt|audit|schwärz|masqu)[^:]*: .*-> ${OFF}`,
      },
      shorter: { 'lowered|re': '(?i)(retention|archiv|keep)' },
      condition: '1 of them',
    },
    trailhound: { ...EVIDENCE_WEAKENED.trailhound, why: '{actor} changed {target}: {change}' },
  },
  {
    title: 'Access opened to the vendor’s support',
    name: 'support-access-opened',
    level: 'medium',
    tags: ['attack.t1199'],
    falsepositives: ['An open ticket with the vendor.'],
    logsource: LOG,
    detection: {
      assumption: { verb: ['create', 'update'], 'target.name|contains': 'assumption' },
      closed: { 'change|re': '(?i)-> (disabled|turned off|off|none|false)$' },
      condition: 'assumption and not closed',
    },
    trailhound: { ...DAILY, why: '{actor} changed {target}', next: 'Close it when the ticket is closed.' },
  },
  {
    title: 'User unsuspended',
    name: 'user-unsuspended',
    level: 'medium',
    tags: ['attack.t1098'],
    falsepositives: ['Somebody comes back.'],
    logsource: LOG,
    detection: { back: { 'change|endswith': '-> Unsuspended' }, condition: 'back' },
    trailhound: { ...DAILY, group: ['target.key'], why: '{actor} unsuspended {target}', next: 'Ask why.' },
  },
  {
    title: 'User suspended',
    name: 'user-suspended',
    level: 'informational',
    logsource: LOG,
    detection: { suspended: { 'change|endswith': '-> Suspended' }, condition: 'suspended' },
  },
  {
    title: 'Many users suspended',
    name: 'suspension-wave',
    level: 'high',
    tags: ['attack.t1531'],
    falsepositives: ['A lay-off that is synchronised from an HR system.'],
    correlation: {
      type: 'value_count',
      rules: ['user-suspended'],
      'group-by': ['actor.key'],
      timespan: '1h',
      condition: { field: 'target.key', gte: 5 },
    },
    trailhound: { why: '{actor} suspended {count} users within an hour', next: 'Ask them, and undo it.' },
  },
  {
    ...INTEGRATION_INSTALLED,
    logsource: LOG,
    detection: {
      installed: { verb: 'create', 'target.type|re': '(?i)(app_market/installation|webhook|integration|^target$)' },
      condition: 'installed',
    },
    trailhound: { ...INTEGRATION_INSTALLED.trailhound, why: '{actor} installed {target}' },
  },
  {
    title: 'Data is forwarded to another domain',
    name: 'forwarding-set',
    level: 'medium',
    tags: ['attack.t1114.003'],
    falsepositives: ['A workflow with a partner.'],
    logsource: LOG,
    detection: {
      set: { verb: ['create', 'update'], 'target.type': ['trigger', 'target', 'webhook', 'rule', 'automation'] },
      outside: { 'outside_domain|exists': true },
      condition: 'set and outside',
    },
    trailhound: {
      ...DAILY,
      needs: ['own_domains'],
      group: ['actor.key', 'target.key'],
      why: '{actor} changed {target}: {change}',
      next: 'Check where it sends data.',
    },
  },
];
