import type { AuditEvent, Verb } from '../event.ts';
import { remember } from '../remember.ts';
import type { ClassName } from './classes.ts';

/** What an event is about, as far as the standards distinguish it. */
type Subject = 'web request' | 'user' | 'group' | 'role' | 'content' | 'anything';

/** A change that the standards have an activity for. */
type Turn = 'role' | 'suspended' | 'unsuspended' | 'on' | 'off';

type Activity = readonly [ClassName, number];

/** An allowed combination of ECS values. */
export interface EcsCategory {
  readonly category: 'authentication' | 'configuration' | 'file' | 'iam' | 'web';
  readonly type: readonly string[];
}

/** One row of the mapping: which events it applies to, and what the standards call them. */
export interface Mapping extends EcsCategory {
  readonly subject: Subject;
  readonly verb?: Verb;
  readonly turn?: Turn;
  /** In OCSF 1.9.0. The activity of a web request is its method. */
  readonly ocsf: Activity;
  /** In OCSF 1.8.0, if different. */
  readonly before?: Activity;
}

/** The mapping. The first row that fits applies; the last fits every event. */
export const MAPPINGS: readonly [Mapping, ...Mapping[]] = [
  { subject: 'web request', ocsf: ['http_activity', 99], category: 'web', type: ['access'] },
  { subject: 'anything', verb: 'login', ocsf: ['authentication', 1], category: 'authentication', type: ['start'] },
  { subject: 'anything', verb: 'logout', ocsf: ['authentication', 2], category: 'authentication', type: ['end'] },
  {
    subject: 'anything',
    verb: 'impersonate',
    ocsf: ['authentication', 7],
    category: 'authentication',
    type: ['start'],
  },
  { subject: 'anything', verb: 'export', ocsf: ['web_resources_activity', 7], category: 'file', type: ['access'] },
  { subject: 'anything', verb: 'share', ocsf: ['web_resources_activity', 8], category: 'file', type: ['change'] },
  { subject: 'anything', verb: 'play', ocsf: ['web_resources_activity', 2], category: 'web', type: ['access'] },
  { subject: 'anything', verb: 'read', ocsf: ['web_resources_activity', 2], category: 'web', type: ['access'] },
  { subject: 'anything', verb: 'access', ocsf: ['web_resources_activity', 2], category: 'web', type: ['access'] },
  {
    subject: 'user',
    turn: 'suspended',
    ocsf: ['user_management', 5],
    before: ['account_change', 5],
    category: 'iam',
    type: ['user', 'change'],
  },
  {
    subject: 'user',
    turn: 'unsuspended',
    ocsf: ['user_management', 4],
    before: ['account_change', 2],
    category: 'iam',
    type: ['user', 'change'],
  },
  {
    subject: 'user',
    turn: 'role',
    ocsf: ['user_management', 16],
    before: ['account_change', 99],
    category: 'iam',
    type: ['user', 'change'],
  },
  {
    subject: 'user',
    verb: 'create',
    ocsf: ['user_management', 1],
    before: ['account_change', 1],
    category: 'iam',
    type: ['user', 'creation'],
  },
  {
    subject: 'user',
    verb: 'update',
    ocsf: ['user_management', 2],
    before: ['account_change', 99],
    category: 'iam',
    type: ['user', 'change'],
  },
  {
    subject: 'user',
    verb: 'delete',
    ocsf: ['user_management', 3],
    before: ['account_change', 6],
    category: 'iam',
    type: ['user', 'deletion'],
  },
  { subject: 'group', verb: 'create', ocsf: ['group_management', 6], category: 'iam', type: ['group', 'creation'] },
  {
    subject: 'group',
    verb: 'update',
    ocsf: ['group_management', 9],
    before: ['group_management', 99],
    category: 'iam',
    type: ['group', 'change'],
  },
  { subject: 'group', verb: 'delete', ocsf: ['group_management', 5], category: 'iam', type: ['group', 'deletion'] },
  {
    subject: 'role',
    verb: 'create',
    ocsf: ['role_management', 1],
    before: ['entity_management', 1],
    category: 'iam',
    type: ['admin', 'creation'],
  },
  {
    subject: 'role',
    verb: 'update',
    ocsf: ['role_management', 2],
    before: ['entity_management', 3],
    category: 'iam',
    type: ['admin', 'change'],
  },
  {
    subject: 'role',
    verb: 'delete',
    ocsf: ['role_management', 3],
    before: ['entity_management', 4],
    category: 'iam',
    type: ['admin', 'deletion'],
  },
  { subject: 'content', verb: 'create', ocsf: ['web_resources_activity', 1], category: 'file', type: ['creation'] },
  { subject: 'content', verb: 'update', ocsf: ['web_resources_activity', 3], category: 'file', type: ['change'] },
  { subject: 'content', verb: 'delete', ocsf: ['web_resources_activity', 4], category: 'file', type: ['deletion'] },
  { subject: 'anything', turn: 'on', ocsf: ['entity_management', 8], category: 'configuration', type: ['change'] },
  { subject: 'anything', turn: 'off', ocsf: ['entity_management', 9], category: 'configuration', type: ['change'] },
  {
    subject: 'anything',
    verb: 'create',
    ocsf: ['entity_management', 1],
    category: 'configuration',
    type: ['creation'],
  },
  { subject: 'anything', verb: 'update', ocsf: ['entity_management', 3], category: 'configuration', type: ['change'] },
  {
    subject: 'anything',
    verb: 'delete',
    ocsf: ['entity_management', 4],
    category: 'configuration',
    type: ['deletion'],
  },
  { subject: 'anything', ocsf: ['entity_management', 99], category: 'configuration', type: ['info'] },
];

/** What an event is about, by the last word of its target's type, such as `public.appuser`. */
const SUBJECTS: readonly (readonly [Subject, RegExp])[] = [
  ['user', /(?:^|[^a-z])(?:app_?)?(?:user|member|user_setting)s?$/i],
  ['group', /(?:^|[^a-z])(?:group|team)s?$/i],
  ['role', /(?:^|[^a-z])(?:role|permission|permission_set|permission_profile)s?$/i],
  ['content', /(?:^|[^a-z])(?:call|ticket)s?$/i],
];

const ROLE = /\b(?:role|permission profile)\b/i;
const ROLE_ACTION = /Role(?:Granted|Assigned|Changed|Updated)$/;
const TURNS: ReadonlyMap<unknown, Turn> = new Map([
  ['Suspended', 'suspended'],
  ['Unsuspended', 'unsuspended'],
  ['Enabled', 'on'],
  ['Turned on', 'on'],
  ['Disabled', 'off'],
  ['Turned off', 'off'],
]);

/** An HTTP method as our actions write it: `http.get`. */
const REQUEST = /^http\.([a-z-]+)$/;

/** The row of the mapping that applies to an event. */
export function mappingOf(event: AuditEvent): Mapping {
  const [subject, turn, { verb }] = [subjectOf(event), turnOf(event), event];
  const fits = (mapping: Mapping): boolean =>
    (mapping.subject === 'anything' || mapping.subject === subject) &&
    (mapping.verb === undefined || mapping.verb === verb) &&
    (mapping.turn === undefined || mapping.turn === turn);
  return MAPPINGS.find(fits) ?? MAPPINGS[0];
}

/** The HTTP method of a web request; undefined for anything else, and for a request without a method. */
export function methodOf({ action }: AuditEvent): string | undefined {
  const method = REQUEST.exec(action)?.[1];
  return method === undefined || method === 'request' ? undefined : method.toUpperCase();
}

function subjectOf(event: AuditEvent): Subject {
  if (event.action.startsWith('http.') && REQUEST.test(event.action)) return 'web request';
  return event.target === undefined ? 'anything' : ofType(event.target.type);
}

const ofType = remember((type): Subject => SUBJECTS.find(([, pattern]) => pattern.test(type))?.[0] ?? 'anything');

function turnOf({ changes, action }: AuditEvent): Turn | undefined {
  if (ROLE_ACTION.test(action)) return 'role';
  for (const { field, to } of changes) {
    const turn = TURNS.get(to);
    if (turn !== undefined) return turn;
    if (ROLE.test(field)) return 'role';
  }
  return undefined;
}
