import { atWork, VENDOR_STAFF, type Person } from '../../world/cast.ts';
import { pick, ulid, uuid } from '../../world/chance.ts';
import type { Item } from '../../world/log.ts';
import { HOSTILE_TEXT, POISONED_REQUEST, SECRETS } from '../../world/poison.ts';
import { ashbyId, deedOf, targetOf, type Deed } from './deeds.ts';
import type { AshbySettings } from './switches.ts';

export type Fields = Readonly<Record<string, unknown>>;

interface Doer {
  readonly actor: Fields;
  readonly ip: string | null;
}

/** On this day keys and the vendor's staff got types of their own; before it they are Other. */
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
export function ashbyEntry(item: Item, seed: number, settings: AshbySettings): Fields {
  const { number, time, extra = {} } = item;
  const named = { id: uuid(seed, 'entry', number), timestamp: new Date(time).toISOString() };
  if (isMalformed(number, settings)) return { ...named, ...oneOf(MALFORMED, number), ...extra };
  const deed = deedOf(item, seed);
  const { type, id, name } = targetOf(deed, item, seed);
  const doer = doerOf(deed, item, seed);
  return {
    ...named,
    actor: settings.hostileText ? { ...doer.actor, name: oneOf(HOSTILE_TEXT, number) } : doer.actor,
    target: { type, id },
    category: deed.category,
    description: descriptionOf(`${deed.text} ${name}`, settings, number),
    ...circumstances(deed, doer, item, seed),
    changedFields: changesOf(deed, settings),
    ...(number % 41 === 40 ? { fixtureExtra: null } : {}),
    ...(settings.oddEntries ? oneOf(ODDITIES, number) : {}),
    ...extra,
  };
}

/** The id that the entry has on the wire. */
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

function doerOf(deed: Deed, item: Item, seed: number): Doer {
  const { by = pick(atWork(item.time), seed, 'ashby', 'actor', item.number), ip } = deed;
  return typeof by === 'object' ? personAs(by, ip) : specialDoer(by, item);
}

function personAs(person: Person, ip = person.ip): Doer {
  const { email, name } = person;
  return { actor: { type: 'User', id: ashbyId(person), email, name }, ip };
}

function specialDoer(by: 'key' | 'rule' | 'support' | 'other', { number, time }: Item): Doer {
  const nobody = { id: null, email: null, name: null };
  const { email, name } = VENDOR_STAFF;
  const doers: Readonly<Record<typeof by, Doer>> = {
    key: { actor: { ...nobody, type: 'ApiUser', id: uuid('service account', number % 3) }, ip: '198.51.100.40' },
    rule: { actor: { ...nobody, type: 'Automation', id: number % 2 === 0 ? null : uuid('automation') }, ip: null },
    support: { actor: { type: 'Support', id: uuid('support'), email, name }, ip: '198.51.100.90' },
    other: { actor: { ...nobody, type: 'Other' }, ip: null },
  };
  const isOld = time < NEW_TYPES && by !== 'rule';
  return isOld ? { ...doers[by], actor: doers.other.actor } : doers[by];
}

/** What is done at one time by one actor is one request. Some of what a rule does belongs to a run of it. */
function circumstances({ by }: Deed, { actor, ip }: Doer, { number, time }: Item, seed: number): Fields {
  const id = ulid(seed, 'request', time, String(actor['id']));
  const run = { id: uuid(seed, 'run', number), type: 'fixture_automation_run', name: 'Archive stale candidates' };
  return {
    request: by === 'rule' && number % 3 === 0 ? null : { id, ipAddress: ip },
    parentAction: by === 'rule' && number % 2 === 1 ? run : null,
  };
}

function changesOf({ changed = null }: Deed, { secrets }: AshbySettings): unknown {
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
