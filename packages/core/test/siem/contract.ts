import { CLASSES, OTHER_ACTIVITY, type ClassName } from '../../src/siem/classes.ts';
import { isObject, type JsonObject } from '../../src/json.ts';

// What OCSF demands of the attributes that we write, and nothing more: enough to notice every mistake without the
// official schema.

type Check = (value: unknown) => boolean;

interface Shape {
  readonly required?: readonly string[];
  /** At least one of these must be there. */
  readonly oneOf?: readonly string[];
  /** Enumerations whose value 99 needs a text beside it. */
  readonly explained?: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, Check | Shape | readonly [Shape | Check]>>;
}

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => Number.isInteger(value);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const matching =
  (pattern: RegExp, longest = Infinity): Check =>
  (value) =>
    typeof value === 'string' && value.length <= longest && pattern.test(value);

const instant = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const email = matching(/^[^\s@]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9.-]+$/);
const address = matching(/^(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-fA-F:.]*:[\da-fA-F:.]*(?:%.+)?)$/, 40);

const named = { name: text, uid: text } as const;
const organization: Shape = { oneOf: ['name', 'uid'], attributes: named };
const user: Shape = {
  oneOf: ['name', 'uid'],
  explained: { type_id: 'type' },
  attributes: {
    ...named,
    email_addr: email,
    full_name: text,
    type_id: oneOf(0, 1, 2, 3, 4, 99),
    type: text,
    org: organization,
  },
};
const METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'TRACE', 'PATCH'];
const request: Shape = {
  oneOf: ['http_method', 'url', 'user_agent'],
  attributes: {
    http_method: oneOf(...METHODS),
    url: { oneOf: ['path'], attributes: { path: text } },
    user_agent: text,
  },
};
const metadata: Shape = {
  required: ['product', 'version', 'uid', 'profiles'],
  attributes: {
    version: oneOf('1.9.0', '1.8.0'),
    profiles: [oneOf('datetime', 'host')],
    product: { oneOf: ['name', 'uid'], attributes: { ...named, vendor_name: text } },
    uid: text,
    original_event_uid: text,
    original_time: text,
    log_name: text,
    tenant_uid: text,
    event_code: text,
    correlation_uid: text,
    labels: [text],
  },
};

const BASE: Shape['attributes'] = {
  activity_name: text,
  category_uid: number,
  class_uid: number,
  type_uid: number,
  severity_id: oneOf(0, 1, 2, 3, 4, 5, 6),
  time: number,
  time_dt: instant,
  status_id: oneOf(0, 1, 2),
  status_detail: text,
  message: text,
  metadata,
  actor: { oneOf: ['user'], attributes: { user } },
  src_endpoint: { oneOf: ['ip'], attributes: { ip: address } },
  http_request: request,
  observables: [{ required: ['type_id'], attributes: { name: text, type_id: oneOf(2, 5), value: text } }],
  unmapped: isObject,
  raw_data: text,
  raw_data_hash: {
    required: ['algorithm_id', 'value'],
    attributes: { algorithm_id: oneOf(3), algorithm: text, value: matching(/^[\da-f]{64}$/) },
  },
  raw_data_size: number,
};

const group: Shape = { oneOf: ['name', 'uid'], attributes: named };
const resource: Shape = { oneOf: ['name', 'uid'], attributes: { ...named, type: text } };

/** What a class needs besides. */
const OWN: Readonly<Record<ClassName, Pick<Shape, 'required' | 'attributes'>>> = {
  account_change: { required: ['user'], attributes: { user } },
  authentication: {
    required: ['user', 'service'],
    attributes: { user, service: group, account_switch_type_id: oneOf(2), account_switch_type: text },
  },
  entity_management: { required: ['entity'], attributes: { entity: resource } },
  group_management: { required: ['group'], attributes: { group } },
  http_activity: { required: ['http_request'], attributes: {} },
  role_management: { required: ['iam_role'], attributes: { iam_role: group } },
  user_management: { required: ['user'], attributes: { user, iam_roles: [group] } },
  web_resources_activity: { required: ['web_resources'], attributes: { web_resources: [resource] } },
};

/** Classes that each version has besides the common ones. */
const NOT_IN = {
  '1.9.0': ['account_change'],
  '1.8.0': ['user_management', 'role_management'],
} as const satisfies Record<string, readonly ClassName[]>;

/** Classes of which only the profile `host` has an actor. */
const WITHOUT_ACTOR = new Set<ClassName>(['http_activity', 'web_resources_activity']);
const REQUIRED = ['activity_id', 'category_uid', 'class_uid', 'metadata', 'severity_id', 'time', 'type_uid'];

/** What is wrong with an OCSF event; nothing, if it keeps the contract. */
export function breaches(event: JsonObject, version: keyof typeof NOT_IN): string[] {
  const found = Object.entries(CLASSES).find(([, { uid }]) => uid === event['class_uid']);
  if (found === undefined) return ['class_uid: no class of ours'];
  const [name, { uid, activities }] = found as [ClassName, (typeof CLASSES)[ClassName]];
  const own = OWN[name];
  const known = Object.keys(activities).map(Number);
  const shape: Shape = {
    required: [...REQUIRED, ...(own.required ?? [])],
    explained: { activity_id: 'activity_name' },
    attributes: { ...BASE, activity_id: oneOf(...known, OTHER_ACTIVITY), ...own.attributes },
  };
  const wrong = [...wrongIn(event, shape, ''), ...actorProblems(event, name)];
  if ((NOT_IN[version] as readonly string[]).includes(name)) wrong.push(`class_uid: not in ${version}`);
  if (event['category_uid'] !== Math.floor(uid / 1000)) wrong.push('category_uid: of another class');
  if (event['type_uid'] !== uid * 100 + Number(event['activity_id'])) wrong.push('type_uid: not class and activity');
  return wrong;
}

function actorProblems({ actor, metadata: about }: JsonObject, name: ClassName): string[] {
  const profiles = isObject(about) ? about['profiles'] : undefined;
  const isAllowed = !WITHOUT_ACTOR.has(name) || (Array.isArray(profiles) && profiles.includes('host'));
  return actor === undefined || isAllowed ? [] : ['actor: without the profile host'];
}

function wrongIn(value: unknown, shape: Shape, at: string): string[] {
  if (!isObject(value)) return [`${at}: not an object`];
  const wrong = missingIn(value, shape).map((problem) => `${at}${problem}`);
  for (const [name, item] of Object.entries(value)) {
    const check = shape.attributes[name];
    wrong.push(...(check === undefined ? [`${at}.${name}: unknown`] : wrongBy(check, item, `${at}.${name}`)));
  }
  return wrong;
}

function missingIn(value: JsonObject, { required = [], oneOf: any = [], explained = {} }: Shape): string[] {
  const isMissing = (name: string): boolean => value[name] === undefined;
  const missing = required.filter(isMissing).map((name) => `.${name}: missing`);
  if (any.length > 0 && any.every(isMissing)) missing.push(`: none of ${any.join(', ')}`);
  const unexplained = Object.entries(explained).filter(([id, name]) => value[id] === 99 && isMissing(name));
  return [...missing, ...unexplained.map(([id, name]) => `.${id}: 99 without ${name}`)];
}

function wrongBy(check: Shape['attributes'][string], value: unknown, at: string): string[] {
  if (typeof check === 'function') return check(value) ? [] : [`${at}: ${JSON.stringify(value)}`];
  if ('attributes' in check) return wrongIn(value, check, at);
  if (!Array.isArray(value)) return [`${at}: not a list`];
  return value.flatMap((item, index) => wrongBy(check[0], item, `${at}.${index}`));
}
