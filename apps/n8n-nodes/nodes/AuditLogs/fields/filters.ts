import { FLAGS, VERBS } from '@trailhound/core/reply';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { actorField } from './actor.ts';
import { byName, sentenceOf, titleOf } from './wording.ts';

/** Filters with the same meaning for every product. */
export const FILTERS: readonly INodeProperties[] = [
  {
    displayName: 'Actions',
    name: 'actions',
    type: 'string',
    placeholder: 'e.g. update,login',
    description: "What was done, in the vendor's words, separated by commas",
    default: '',
  },
  actorField,
  {
    displayName: 'Actor Domain',
    name: 'actorDomain',
    type: 'string',
    placeholder: 'e.g. example.com',
    description: 'The e-mail domain of the people who did it',
    default: '',
  },
  {
    displayName: 'Categories',
    name: 'categories',
    type: 'string',
    placeholder: 'e.g. user,ticket',
    description: 'The kinds of objects that it concerns, separated by commas',
    default: '',
  },
  {
    displayName: 'Flags',
    name: 'flags',
    type: 'multiOptions',
    options: Object.entries(FLAGS)
      .map(([value, description]) => ({ name: titleOf(value), value, description: sentenceOf(description) }))
      .toSorted(byName),
    description: 'Only events with one of these flags',
    default: [],
  },
  {
    displayName: 'Hours',
    name: 'hours',
    type: 'string',
    placeholder: 'e.g. sat-sun, mon-fri 20-07',
    description:
      'Hours of the day and days of the week, in the time zone of the workflow: 22-06, sat-sun, or both. A night belongs to the day on which it begins.',
    default: '',
  },
  {
    displayName: 'Impersonator',
    name: 'impersonator',
    type: 'string',
    description: "Who really acted in somebody else's name: an ID, an e-mail address or a name",
    default: '',
  },
  {
    displayName: 'IP Address',
    name: 'ip',
    type: 'string',
    placeholder: 'e.g. 203.0.113.7',
    description:
      'From which IP address it was done; also a range such as 203.0.113.0/24, or a prefix such as 203.0.113.*',
    default: '',
  },
  {
    displayName: 'Target',
    name: 'target',
    type: 'string',
    placeholder: 'e.g. user:12345',
    description: 'What it was done to: an ID, a name, a type, or type:ID',
    default: '',
  },
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    description: 'Words in the message, the names or the changes',
    default: '',
  },
  {
    displayName: 'Verbs',
    name: 'verbs',
    type: 'multiOptions',
    options: VERBS.map((value) => ({ name: titleOf(value), value })).toSorted(byName),
    description: 'What was done, as a verb with the same meaning for every product',
    default: [],
  },
];

export function filterFields(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
  return {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    displayOptions: { show },
    options: [...FILTERS],
    default: {},
  };
}
