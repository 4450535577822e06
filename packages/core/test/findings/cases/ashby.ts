import type { Entry, RuleCases } from './case.ts';

const USER = { type: 'User', id: 'u1', email: 'ivy@example.com', name: 'Ivy Instance' };
const SUPPORT = { type: 'Support', id: 's1', email: 'help@vendor.example', name: 'Vendor Support' };

interface Given {
  readonly category: string;
  readonly type?: string;
  readonly id?: string;
  readonly changed?: unknown;
  readonly text?: string;
  readonly actor?: object;
}

export function ashby({
  category,
  type = 'job',
  id = 't1',
  changed = null,
  text = 'Did it',
  actor = USER,
}: Given): Entry {
  const request = { id: 'r1', ipAddress: '192.0.2.1' };
  return {
    provider: 'ashby',
    log: 'audit_log',
    entry: { id: 'e1', category, actor, target: { type, id }, description: text, request, changedFields: changed },
  };
}

const role = (from: string | null, to: string, more: object = {}): Entry =>
  ashby({ category: 'RoleGranted', type: 'app_user', changed: { globalRole: { from, to } }, ...more });

export const ASHBY: readonly RuleCases[] = [
  {
    rule: 'ashby/admin-granted',
    found: {
      plain: role('Limited Access', 'Organization Admin'),
      'old and new': ashby({
        category: 'UserUpdated',
        type: 'app_user',
        changed: { globalRole: { old: null, new: 'Elevated Access' } },
      }),
    },
    missed: {
      'taken away': role('Organization Admin', 'Limited Access'),
      'a job for one': ashby({ category: 'JobUpdated', changed: { title: { from: 'x', to: 'Administrator' } } }),
      'only the name of the field': ashby({ category: 'UserUpdated', type: 'app_user', changed: ['globalRole'] }),
    },
  },
  {
    rule: 'ashby/self-grant',
    found: { plain: role('Limited Access', 'Organization Admin', { id: 'u1' }) },
    missed: {
      'for somebody else': role('Limited Access', 'Organization Admin'),
      'given up': role('Admin', 'Limited', { id: 'u1' }),
    },
  },
  {
    rule: 'ashby/sign-in-weakened',
    found: {
      plain: ashby({
        category: 'SettingChanged',
        type: 'security_setting',
        changed: { enabled: { from: true, to: false } },
      }),
      named: ashby({
        category: 'SettingChanged',
        type: 'organization',
        changed: { ssoRequired: { before: true, after: false } },
      }),
    },
    missed: {
      'switched on': ashby({
        category: 'SettingChanged',
        type: 'security_setting',
        changed: { enabled: { from: false, to: true } },
      }),
      'another setting': ashby({
        category: 'SettingChanged',
        type: 'email_setting',
        changed: { enabled: { from: true, to: false } },
      }),
    },
  },
  {
    rule: 'ashby/credential-created',
    found: {
      'by its target': ashby({ category: 'KeyCreated', type: 'api_key' }),
      'by its action': ashby({ category: 'ApiKeyCreated', type: 'other' }),
    },
    missed: {
      deleted: ashby({ category: 'ApiKeyDeleted', type: 'api_key' }),
      'another thing': ashby({ category: 'OfferCreated', type: 'offer' }),
    },
  },
  {
    rule: 'ashby/confidentiality-ended',
    found: {
      plain: ashby({
        category: 'JobConfidentialityChanged',
        changed: { confidential: { before: true, after: false } },
      }),
      'another name': ashby({ category: 'JobUpdated', changed: { isConfidential: { from: true, to: false } } }),
    },
    missed: {
      begun: ashby({
        category: 'JobConfidentialityChanged',
        changed: { confidential: { before: false, after: true } },
      }),
      'another change': ashby({ category: 'JobUpdated', changed: { confidentialNotes: { from: 'a', to: 'b' } } }),
    },
  },
  {
    rule: 'ashby/integration-installed',
    found: { plain: ashby({ category: 'IntegrationCreated', type: 'integration' }) },
    missed: {
      removed: ashby({ category: 'IntegrationDeleted', type: 'integration' }),
      'a job': ashby({ category: 'JobCreated' }),
    },
  },
  {
    rule: 'vendor-staff-writes',
    found: {
      plain: ashby({ category: 'UserUpdated', actor: SUPPORT }),
      exports: ashby({ category: 'CandidatesExported', actor: SUPPORT }),
    },
    missed: {
      reads: ashby({ category: 'CandidateViewed', actor: SUPPORT }),
      ourselves: ashby({ category: 'UserUpdated' }),
    },
  },
  {
    rule: 'vendor-staff-reads',
    found: { plain: ashby({ category: 'CandidateViewed', actor: SUPPORT }) },
    missed: {
      writes: ashby({ category: 'UserUpdated', actor: SUPPORT }),
      ourselves: ashby({ category: 'CandidateViewed' }),
    },
  },
  {
    rule: 'export-off-hours',
    found: {},
    missed: {
      'during the day': ashby({ category: 'CandidatesExported' }),
      'no export': ashby({ category: 'CandidateViewed' }),
    },
  },
  {
    rule: 'offboarded-active',
    found: { plain: ashby({ category: 'CandidateViewed', actor: { ...USER, email: 'gone@example.com' } }) },
    missed: {
      'a sign-out': ashby({ category: 'UserLoggedOut', actor: { ...USER, email: 'gone@example.com' } }),
      'somebody who is here': ashby({ category: 'CandidateViewed' }),
    },
  },
];
