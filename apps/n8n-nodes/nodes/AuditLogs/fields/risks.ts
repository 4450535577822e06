import { LEVELS } from '@trailhound/core/findings';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { ocsfVersionField } from './output.ts';
import { titleOf } from './wording.ts';

/** Rules about what is unusual learn from a week rather than from a day. */
export const RISKS_SINCE = '7d';

const SHOWN: NonNullable<IDisplayOptions['show']> = { operation: ['risks'] };

export function levelField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
  return {
    displayName: 'Level',
    name: 'level',
    type: 'options',
    displayOptions: { show },
    options: LEVELS.toReversed().map((value) => ({ name: titleOf(value), value })),
    description: 'The least serious level to look for',
    default: 'low',
  };
}

/** How findings are returned. */
export function findingOutputFields(show: NonNullable<IDisplayOptions['show']>): INodeProperties[] {
  return [
    {
      displayName: 'Output',
      name: 'findingOutput',
      type: 'options',
      displayOptions: { show, hide: { '@tool': [true] } },
      options: [
        {
          name: 'Finding',
          value: 'finding',
          description: 'What happened, why it matters, and the events that prove it',
        },
        {
          name: 'OCSF Detection Finding',
          value: 'ocsf',
          description: 'Class 2004 of the Open Cybersecurity Schema Framework',
        },
      ],
      description: 'How to return a finding',
      default: 'finding',
    },
    ocsfVersionField({ ...show, findingOutput: ['ocsf'] }),
  ];
}

export const riskFields: readonly INodeProperties[] = [levelField(SHOWN), ...findingOutputFields(SHOWN)];

/** What rules are told, and which ones run. */
export const ruleOptions: readonly INodeProperties[] = [
  {
    displayName: 'Own Domains',
    name: 'ownDomains',
    type: 'string',
    placeholder: 'e.g. example.com,example.org',
    description: 'The domains of your company, separated by commas. Rules about other domains need them.',
    default: '',
  },
  {
    displayName: 'Own Rules',
    name: 'ownRules',
    type: 'json',
    description: 'Sigma rules to run besides those that come with the node, and filters: a list of documents as JSON',
    default: '',
  },
  {
    displayName: 'Roster',
    name: 'roster',
    type: 'json',
    description:
      'Your people as JSON, so that what somebody did after they had left is found: [{ "person": "Eli Edge", "emails": ["eli@example.com"], "left_at": "2026-10-09" }]',
    default: '',
  },
  {
    displayName: 'Rules',
    name: 'rules',
    type: 'string',
    placeholder: 'e.g. large-export,export-burst',
    description: 'Only these rules, by name, separated by commas. All, if empty.',
    default: '',
  },
  {
    displayName: 'Suppressions',
    name: 'suppressions',
    type: 'json',
    description:
      'What somebody has dealt with, as JSON, with an end: [{ "rule": "export-burst", "who": "eli@example.com", "until": "2026-12-31", "by": "Dana Doe", "reason": "Migration" }]',
    default: '',
  },
];
