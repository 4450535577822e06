import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const FIXED = 'fixed';
const RELATIVE = 'relative';

type Show = NonNullable<IDisplayOptions['show']>;

/** The fields for the window. */
export function windowFields(show: Show, since = '24h'): INodeProperties[] {
  return [
    {
      displayName: 'Window',
      name: 'window',
      type: 'options',
      displayOptions: { show },
      options: [
        { name: 'Fixed Times', value: FIXED, description: 'Between two times that you pick' },
        { name: 'Relative', value: RELATIVE, description: 'Such as the last 24 hours' },
      ],
      default: RELATIVE,
    },
    ...relativeFields({ ...show, window: [RELATIVE] }, since),
    ...fixedFields({ ...show, window: [FIXED] }),
  ];
}

function relativeFields(show: Show, since: string): INodeProperties[] {
  return [
    {
      displayName: 'Since',
      name: 'since',
      type: 'string',
      displayOptions: { show },
      placeholder: 'e.g. 7d',
      description: 'The start of the window: how far back, a day, or a time',
      hint: 'Such as 24h, 7d, 2w, today, yesterday, monday, 2026-01-31, or an ISO time',
      default: since,
    },
    {
      displayName: 'Until',
      name: 'until',
      type: 'string',
      displayOptions: { show },
      placeholder: 'e.g. today',
      description: 'The end of the window, in the same format as Since. Now, if empty.',
      default: '',
    },
  ];
}

function fixedFields(show: Show): INodeProperties[] {
  return [
    {
      displayName: 'Since',
      name: 'sinceTime',
      type: 'dateTime',
      displayOptions: { show },
      description: 'The start of the window, in the time zone of the workflow',
      required: true,
      default: '',
    },
    {
      displayName: 'Until',
      name: 'untilTime',
      type: 'dateTime',
      displayOptions: { show },
      description: 'The end of the window, in the time zone of the workflow. Now, if empty.',
      default: '',
    },
  ];
}
