import type { EventRule, RuleDocument } from '../../rule.ts';

type Sought = EventRule['detection'][string];

const WORDS = String.raw`(?i)\b(admin|administrator|owner|role|permission|privilege|credential|api.?(key|token)|oauth.?(client|app|token))`;

/** What a trace remarks on events that no other rule is about as such. */
const SOUGHT: Readonly<Record<string, readonly [title: string, sought: Sought]>> = {
  exported: ['Data left the product', { verb: 'export' }],
  external: ['Somebody outside the organisation acted', { flags: 'external' }],
  'instructs-reader': ['A text gives orders to an assistant that reads it', { flags: 'instructs_reader' }],
  'off-hours': ['Outside of office hours', { off_hours: true }],
  'privilege-change': [
    'Roles, permissions, administrators or credentials were changed',
    { verb: ['create', 'update', 'delete'], 'words|re': WORDS },
  ],
  'vendor-staff': ['The vendor’s staff acted', { flags: 'vendor_staff' }],
};

export const REMARKABLE: readonly RuleDocument[] = Object.entries(SOUGHT).map(([name, [title, sought]]) => ({
  title,
  name,
  level: 'informational',
  logsource: { category: 'audit' },
  detection: { sought, condition: 'sought' },
  trailhound: { quiet: '1d' },
}));

/** What a trace remarks on an event that a rule matches, by the name of the rule. */
export const REMARKS = {
  denied: 'denied',
  exported: 'export',
  external: 'external',
  impersonated: 'impersonated',
  'impersonated-from-outside': 'impersonated',
  'instructs-reader': 'instructs_reader',
  'off-hours': 'off_hours',
  'privilege-change': 'privilege_change',
  'vendor-staff': 'vendor_staff',
} as const;
