import type { Verb } from '../../event.ts';
import { remember } from '../../remember.ts';

type Table<T> = Readonly<Record<string, T>>;

/** Looks up a vendor's word; safe for words such as `constructor`. */
export function lookup<T>(table: Table<T>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** A placeholder for a missing action. */
export const NO_ACTION = 'unknown';

/** NOTES: actions. Every action that is not here is `other`. */
export const VERB_OF: Table<Verb> = {
  create: 'create',
  update: 'update',
  destroy: 'delete',
  delete: 'delete',
  soft_destroy: 'delete',
  exported: 'export',
  login: 'login',
};

/** NOTES: actions. The documented actions. */
export const ACTIONS = ['create', 'update', 'destroy', 'exported', 'login'] as const;

/** NOTES: source types. The known ones. */
export const SOURCE_TYPES = [
  'user',
  'user_setting',
  'account',
  'account_setting',
  'apitoken',
  'rule',
  'trigger',
  'macro',
  'view',
  'ticket',
  'ticket_form',
  'ticket_field',
  'custom_status',
  'custom_field/field',
  'sla/policy',
  'recipient_address',
  'brand',
  'group',
  'permission_set',
  'zendesk/business_hours/workweek',
  'zendesk/business_hours/holiday',
  'zendesk/app_market/app',
  'zendesk/app_market/installation',
] as const;

export const VOCABULARY_NOTE =
  'Zendesk publishes no full list. Summarise by action or target to see which words an account uses.';

/** By the first word of a source type without `zendesk/`, so that new types of a family get a category too. */
const CATEGORY_OF: Table<string> = {
  user: 'identity',
  permission: 'identity',
  group: 'identity',
  apitoken: 'credential',
  api: 'credential',
  account: 'settings',
  brand: 'settings',
  recipient: 'settings',
  business: 'settings',
  rule: 'automation',
  automation: 'automation',
  macro: 'automation',
  trigger: 'automation',
  view: 'automation',
  sla: 'automation',
  app: 'integration',
  ticket: 'ticketing',
  custom: 'ticketing',
};

export function categoryOfType(sourceType = ''): string {
  return category(sourceType);
}

const category = remember((sourceType) => {
  const [word = ''] = /^[a-z]+/.exec(sourceType.replace(/^zendesk\//, '')) ?? [];
  return lookup(CATEGORY_OF, word) ?? 'other';
});

const API_TOKENS = ['apitoken', 'api_token'];

/**
 * NOTES: source types with two names. A filter by one name asks for all, because it is not known which one an account
 * uses.
 */
const SPELLINGS_OF: Table<readonly string[]> = {
  apitoken: API_TOKENS,
  api_token: API_TOKENS,
  rule: ['rule', 'automation', 'macro', 'trigger', 'view'],
  automation: ['automation', 'rule'],
  macro: ['macro', 'rule'],
  trigger: ['trigger', 'rule'],
  view: ['view', 'rule'],
};

export function spellingsOf(sourceType: string): readonly string[] {
  return lookup(SPELLINGS_OF, sourceType) ?? [sourceType];
}

/** NOTES: labels. Prefixes of an item's own name. */
export const LABEL_PREFIXES = ['Suspension state', 'API token', 'Account'] as const;

/** NOTES: change texts. Lines that consist only of the new state; `Changed` does not say which. */
export const STATES = [
  'Enabled',
  'Disabled',
  'Suspended',
  'Unsuspended',
  'Turned on',
  'Turned off',
  'Changed',
] as const;
