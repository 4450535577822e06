import { atWork, VENDOR_STAFF, type Person } from '../../world/cast.ts';
import { pick, ulid, uuid } from '../../world/chance.ts';
import type { World } from '../../vendor.ts';
import type { Item } from '../../world/log.ts';
import { HOSTILE_TEXT, POISONED_REQUEST, SECRETS } from '../../world/poison.ts';
import { actionOf, targetOf, type Action } from './actions.ts';
import { ashbyId } from './people.ts';
import type { AshbySettings } from './switches.ts';

export type Fields = Readonly<Record<string, unknown>>;

interface Caller {
  readonly actor: Fields;
  readonly ip: string | null;
}

/** On this day keys and the vendor's staff got types of their own; before that they are Other. */
const NEW_TYPES = Date.UTC(2026, 7, 4);

const ODDITIES: readonly Fields[] = [
  { actor: null },
  { actor: { type: 'Automation', id: null, email: null, name: null } },
  { request: null },
  { category: 'FixtureUnheardOf', target: { type: 'fixture_unheard_of', id: null } },
  { changedFields: [], parentAction: { id: '1', type: 'fixture_bulk', name: 'Bulk edit' }, fixtureExtra: { key: 1 } },
  { actor: { type: 'FixtureCandidate', id: 'c-1', email: null, name: null, fixtureExtra: [] } },
  { changedFields: { fixture: { nested: [{ deep: null }] } }, target: null, description: '' },
  { changedFields: null, request: { id: null, ipAddress: null } },
];

const MALFORMED: readonly Fields[] = [
  { category: { odd: true }, actor: 'nobody' },
  { category: null, target: ['job'] },
  { actor: 7, description: { odd: true } },
];

/** An entry of the audit log. */
export function ashbyEntry(item: Item, world: World, settings: AshbySettings): Fields {
  const { number, time, extra = {} } = item;
  const { seed } = world;
  const named = { id: uuid(seed, 'entry', number), timestamp: new Date(time).toISOString() };
  if (isMalformed(number, settings)) return { ...named, ...oneOf(MALFORMED, number), ...extra };
  const action = actionOf(item, world);
  const { type, id, name } = targetOf(action, item, seed);
  const caller = callerOf(action, item, seed);
  return {
    ...named,
    actor: settings.hostileText ? { ...caller.actor, name: oneOf(HOSTILE_TEXT, number) } : caller.actor,
    target: { type, id },
    category: action.category,
    description: descriptionOf(`${action.text} ${name}`, settings, number),
    ...circumstances(action, caller, item, seed),
    changedFields: changesOf(action, settings),
    ...(number % 41 === 40 ? { fixtureExtra: null } : {}),
    ...(settings.oddEntries ? oneOf(ODDITIES, number) : {}),
    ...extra,
  };
}

/** The id of the entry on the wire. */
export function ashbyKey({ number, extra }: Item, seed: number): string {
  const id = extra?.['id'];
  return typeof id === 'string' ? id : uuid(seed, 'entry', number);
}

function isMalformed(number: number, { malformedEvery }: AshbySettings): boolean {
  return malformedEvery > 0 && number % malformedEvery === malformedEvery - 1;
}

function oneOf<T>(list: readonly T[], number: number): T | undefined {
  return list[number % list.length];
}

function callerOf(action: Action, item: Item, seed: number): Caller {
  const { by = pick(atWork(item.time), seed, 'ashby', 'actor', item.number), ip } = action;
  return typeof by === 'object' ? personAs(by, ip) : specialCaller(by, item);
}

function personAs(person: Person, ip = person.ip): Caller {
  const { email, name } = person;
  return { actor: { type: 'User', id: ashbyId(person), email, name }, ip };
}

function specialCaller(by: 'key' | 'rule' | 'support' | 'other', { number, time }: Item): Caller {
  const nobody = { id: null, email: null, name: null };
  const { email, name } = VENDOR_STAFF;
  const callers: Readonly<Record<typeof by, Caller>> = {
    key: { actor: { ...nobody, type: 'ApiUser', id: uuid('service account', number % 3) }, ip: '198.51.100.40' },
    rule: { actor: { ...nobody, type: 'Automation', id: number % 2 === 0 ? null : uuid('automation') }, ip: null },
    support: { actor: { type: 'Support', id: uuid('support'), email, name }, ip: '198.51.100.90' },
    other: { actor: { ...nobody, type: 'Other' }, ip: null },
  };
  const isOld = time < NEW_TYPES && by !== 'rule';
  return isOld ? { ...callers[by], actor: callers.other.actor } : callers[by];
}

/** Everything one actor does at one time is one request. Some actions of an automation belong to a run of it. */
function circumstances({ by }: Action, { actor, ip }: Caller, { number, time }: Item, seed: number): Fields {
  const id = ulid(seed, 'request', time, String(actor['id']));
  const run = { id: uuid(seed, 'run', number), type: 'fixture_automation_run', name: 'Archive stale candidates' };
  return {
    request: by === 'rule' && number % 3 === 0 ? null : { id, ipAddress: ip },
    parentAction: by === 'rule' && number % 2 === 1 ? run : null,
  };
}

function changesOf({ changed = null }: Action, { secrets }: AshbySettings): unknown {
  if (!secrets) return changed;
  return {
    api_key: { from: SECRETS.apiKey, to: SECRETS.bearer },
    password: { old: null, new: SECRETS.password },
    webhookUrl: { from: null, to: `https://hooks.example.com/ashby?${POISONED_REQUEST.query}` },
    webhookHeaders: { authorization: POISONED_REQUEST.header, 'x-csrf-token': SECRETS.csrf },
  };
}

function descriptionOf(text: string, { secrets, hostileText }: AshbySettings, number: number): string {
  if (secrets) return `${text} at https://example.com/callback?${POISONED_REQUEST.query}`;
  return hostileText ? `${text}: ${oneOf(HOSTILE_TEXT, number + 3) ?? ''}` : text;
}
