import type { RuleDocument } from '../../rule.ts';

/** A person that rights were given to, and who then acted. */
const PERSON = { 'admin-granted': 'target.key', 'credential-created': 'actor.key', 'export-made': 'actor.key' };
const CAVEAT =
  'People are the same across products by address or full name; two people of one name would be taken for one.';

/** One thing after the other. */
export const SEQUENCES: readonly RuleDocument[] = [
  {
    title: 'A new administrator made a key',
    name: 'fresh-admin-makes-key',
    level: 'critical',
    tags: ['attack.t1098.001'],
    falsepositives: ['A new administrator sets up an integration.'],
    correlation: {
      type: 'temporal_ordered',
      rules: ['admin-granted', 'credential-created'],
      'group-by': ['person'],
      timespan: '24h',
      aliases: { person: PERSON },
      generate: true,
    },
    trailhound: { caveat: CAVEAT, next: 'Revoke the key, and trace the administrator.' },
  },
  {
    title: 'A new administrator made a key and took data',
    name: 'grant-key-export',
    level: 'critical',
    tags: ['attack.t1213.004'],
    falsepositives: ['Rare.'],
    correlation: {
      type: 'temporal_ordered',
      rules: ['admin-granted', 'credential-created', 'export-made'],
      'group-by': ['person'],
      timespan: '48h',
      aliases: { person: PERSON },
      generate: true,
    },
    trailhound: {
      caveat: CAVEAT,
      next: 'Suspend the account, revoke the key, and find out what was exported.',
    },
  },
];
