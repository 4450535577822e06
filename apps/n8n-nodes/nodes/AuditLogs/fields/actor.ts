import type { INodeProperties } from 'n8n-workflow';
import { toText } from './values.ts';

/** The actor: typed, or picked from those who were active recently. n8n shows its own label for a list. */
export const actorField: INodeProperties = {
  displayName: 'Actor',
  name: 'actor',
  type: 'resourceLocator',
  description: 'Who did it: an e-mail address, an ID or a full name',
  modes: [
    {
      displayName: 'By Name',
      name: 'name',
      type: 'string',
      placeholder: 'e.g. nathan@example.com',
    },
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Select an actor...',
      typeOptions: { searchListMethod: 'searchActors', searchable: true },
    },
  ],
  default: { mode: 'name', value: '' },
};

/** The actor as text, whether picked or typed. */
export function actorIn(value: unknown): string | undefined {
  const picked = typeof value === 'object' && value !== null && '__rl' in value && 'value' in value;
  return toText(picked ? value.value : value);
}
