import type { EventRule } from './rule.ts';

/** What several products say of a rule; where and how each shows it is its own. */
type SharedRule = Pick<EventRule, 'title' | 'name' | 'level' | 'tags' | 'falsepositives' | 'trailhound'>;

const DAILY = { quiet: '1d' };

export const ADMIN_GRANTED: SharedRule = {
  title: 'Administrator rights granted',
  name: 'admin-granted',
  level: 'high',
  tags: ['attack.t1098.003'],
  falsepositives: ['Somebody becomes an administrator as planned.'],
  trailhound: {
    ...DAILY,
    group: ['target.key'],
    why: '{actor} changed {target}: {change}',
    next: 'Ask who requested it, and trace what the new administrator did since.',
  },
};

export const SELF_GRANT: SharedRule = {
  title: 'Somebody made themselves an administrator',
  name: 'self-grant',
  level: 'critical',
  tags: ['attack.t1098.003'],
  falsepositives: ['The first set-up of an account.'],
  trailhound: {
    ...DAILY,
    why: '{actor} changed their own rights: {change}',
    next: 'Take the rights away until it is explained.',
  },
};

export const SIGN_IN_WEAKENED: SharedRule = {
  title: 'Sign-in protection weakened',
  name: 'sign-in-weakened',
  level: 'high',
  tags: ['attack.t1556.006'],
  falsepositives: ['A migration to another identity provider.'],
  trailhound: {
    ...DAILY,
    why: '{actor} weakened sign-in: {change}',
    next: 'Switch it on again, and look at sign-ins since.',
  },
};

export const CREDENTIAL_CREATED: SharedRule = {
  title: 'Credential created',
  name: 'credential-created',
  level: 'medium',
  tags: ['attack.t1098.001'],
  falsepositives: ['Rotation of a key.'],
  trailhound: { next: 'Ask what it is for, and revoke it if nobody knows.' },
};

export const EVIDENCE_WEAKENED: SharedRule = {
  title: 'Evidence or protection of data weakened',
  name: 'evidence-weakened',
  level: 'high',
  tags: ['attack.t1685'],
  falsepositives: ['A new policy.'],
  trailhound: { ...DAILY, next: 'Restore it, and ask who decided it.' },
};

export const INTEGRATION_INSTALLED: SharedRule = {
  title: 'Integration installed',
  name: 'integration-installed',
  level: 'low',
  tags: ['attack.t1671'],
  falsepositives: ['Installations are frequent.'],
  trailhound: { ...DAILY, next: 'Check what it may read.' },
};
