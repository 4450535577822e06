import type { World } from '../../vendor.ts';
import { atWork, called, CAST, type Person } from '../../world/cast.ts';
import { chance, pick, whole } from '../../world/chance.ts';
import type { Item } from '../../world/log.ts';
import { routine, told } from '../../world/plot.ts';
import { HOSTILE_TEXT, POISONED_REQUEST, SECRETS } from '../../world/poison.ts';
import type { ZendeskSettings } from './switches.ts';

export type Fields = Readonly<Record<string, unknown>>;

interface Change {
  readonly action: string;
  readonly type: string;
  readonly label: string;
  readonly text: string;
  /** In another language. */
  readonly foreign?: string;
  readonly by?: Person;
  /** Changes made by the system have no person and no address. */
  readonly system?: boolean;
  /** Whether a reviewer may want to look at it. */
  readonly noteworthy?: boolean;
}

const ROUTINE: readonly [Change, ...Change[]] = [
  {
    action: 'login',
    type: 'user',
    label: '',
    text: 'Successful sign-in using Zendesk password',
    foreign: 'Erfolgreiche Anmeldung',
  },
  { action: 'update', type: 'user', label: 'Vic Variable', text: 'Name changed from Vic V to Vic Variable' },
  {
    action: 'update',
    type: 'rule',
    label: 'Notify assignee',
    text: 'Title changed from Notify to Notify assignee\nPosition changed from 3 to 1',
  },
  { action: 'create', type: 'trigger', label: 'Escalate urgent tickets', text: '' },
  { action: 'destroy', type: 'macro', label: 'Close and thank', text: '' },
  { action: 'update', type: 'account_setting', label: 'Business hours', text: 'Changed' },
  {
    action: 'create',
    type: 'zendesk/app_market/installation',
    label: 'Time Tracker',
    text: 'Installed',
    noteworthy: true,
  },
  { action: 'update', type: 'organization', label: 'Example Inc', text: 'Shared tickets changed from not set to all' },
  { action: 'exported', type: 'user', label: 'Users export', text: 'Exported 412 users', noteworthy: true },
  { action: 'update', type: 'ticket_form', label: 'Default form', text: 'Name changed from Form to Default form' },
  { action: 'soft_destroy', type: 'fixture_unheard_of', label: 'Something newer than this list', text: 'Archived' },
  {
    action: 'update',
    type: 'account',
    label: 'Account: Account',
    text: 'Time zone changed from UTC to Berlin',
    system: true,
  },
];

/** Incidents that a reviewer should find, at fixed places. */
const STORIES: Readonly<Record<number, Change>> = {
  21: {
    action: 'update',
    type: 'user',
    label: 'Eli Edge',
    text: 'Role changed from Agent to Administrator',
    by: called('Gil'),
  },
  22: { action: 'create', type: 'api_token', label: 'API token', text: '', by: called('Eli') },
  23: {
    action: 'exported',
    type: 'ticket',
    label: 'Tickets export',
    text: 'Exported 18,211 tickets',
    by: called('Eli'),
  },
  47: {
    action: 'update',
    type: 'account_setting',
    label: 'Two-Factor authentication for all admins and agents',
    text: 'Disabled',
    by: called('Gil'),
  },
  63: {
    action: 'create',
    type: 'account_setting',
    label: 'Credit Card Redaction',
    text: 'Disabled',
    by: called('Gil'),
  },
  71: {
    action: 'create',
    type: 'user_setting',
    label: 'Suspension state: Bo Baseline',
    text: 'Suspended',
    by: called('Kim'),
  },
};
const STORY_LENGTH = 97;

/** Above what a double can represent; the digits are put into the JSON text later. */
const LONG = '9007199254';

export function zendeskEntry(item: Item, world: World, settings: ZendeskSettings): Fields {
  const { seed, calm } = world;
  const fixed = told({ at: STORIES, length: STORY_LENGTH }, item, world);
  const change = fixed ?? pick(routine(ROUTINE, item, world), seed, 'zendesk', item.number);
  const person = change.by ?? pick(calm ? atWork(item.time) : CAST, seed, 'zendesk', 'actor', item.number);
  const id = idOf(item, settings);
  const { malformedEvery } = settings;
  if (malformedEvery > 0 && item.number % malformedEvery === malformedEvery - 1) {
    return {
      id,
      created_at: secondsText(item.time),
      action: { odd: true },
      actor_name: ['odd'],
      change_description: 7,
    };
  }
  return {
    url: `${world.baseUrl()}/api/v2/audit_logs/${String(id)}${item.number % 2 === 0 ? '.json' : ''}`,
    id,
    action: change.action,
    ...(item.number % 3 === 0 ? { action_label: labelOf(change.action, settings) } : {}),
    ...actorOf(change, person, settings, item),
    source_id: 3000 + (item.number % 40),
    source_type: change.type,
    source_label: change.label,
    change_description: descriptionOf(change, settings),
    created_at: secondsText(item.time),
    ...item.extra,
  };
}

function idOf({ number }: Item, { longIds }: ZendeskSettings): number | string {
  return longIds ? `${LONG}${String(number).padStart(10, '0')}` : 400_000 + number;
}

/** Turns ids that were written as strings into numbers. */
export function bareIds(json: string): string {
  return json.replaceAll(new RegExp(`"id":"(${LONG}\\d{10})"`, 'g'), '"id":$1');
}

function secondsText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z/, 'Z');
}

function actorOf({ system = false }: Change, person: Person, { hostileText }: ZendeskSettings, item: Item): Fields {
  if (system) return { actor_id: -1, actor_name: 'Zendesk', ip_address: null };
  const name = hostileText ? HOSTILE_TEXT[item.number % HOSTILE_TEXT.length] : person.name;
  return {
    actor_id: zendeskId(person),
    actor_name: chance('nameless', item.number) < 0.02 ? '' : name,
    ip_address: person.ip,
  };
}

export function zendeskId({ name }: Person): number {
  return 361_000_000_000 + whole(1e9, 'zendesk', name);
}

const FOREIGN: Readonly<Record<string, string>> = {
  create: 'Erstellt',
  update: 'Aktualisiert',
  destroy: 'Gelöscht',
  login: 'Angemeldet',
  exported: 'Exportiert',
};
const ENGLISH: Readonly<Record<string, string>> = {
  create: 'Created',
  update: 'Updated',
  destroy: 'Deleted',
  login: 'Signed in',
  exported: 'Exported',
};

function labelOf(action: string, { foreignLabels }: ZendeskSettings): string {
  return (foreignLabels ? FOREIGN : ENGLISH)[action] ?? action;
}

function descriptionOf({ text, foreign }: Change, { secrets, foreignLabels }: ZendeskSettings): string {
  if (secrets)
    return `Webhook changed: token=${SECRETS.jwt}, header ${POISONED_REQUEST.header}\npassword: ${SECRETS.password}`;
  return foreignLabels ? (foreign ?? 'Geändert') : text;
}
