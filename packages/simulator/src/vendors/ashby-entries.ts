import { called, CAST, VENDOR_STAFF, type Person } from '../world/cast.ts';
import { hex, pick, uuid, whole } from '../world/chance.ts';
import type { Item } from '../world/log.ts';
import { HOSTILE_TEXT, POISONED_REQUEST, SECRETS } from '../world/poison.ts';
import type { AshbySettings } from './ashby-switches.ts';

export type Fields = Readonly<Record<string, unknown>>;

interface Deed {
  readonly category: string;
  readonly target: string;
  readonly text: string;
  readonly changed?: Fields | null;
  readonly by?: Person | 'key' | 'rule' | 'support' | 'other';
}

/** Only job, app_user and JobStatusChanged are documented: made-up names say so. */
const DEEDS: readonly [Deed, ...Deed[]] = [
  {
    category: 'JobStatusChanged',
    target: 'job',
    text: 'Changed the status of the job Platform Engineer',
    changed: { status: { from: 'Draft', to: 'Open' } },
  },
  {
    category: 'FixtureJobUpdated',
    target: 'job',
    text: 'Edited the job Support Lead',
    changed: { title: { old: 'Lead', new: 'Support Lead' } },
  },
  { category: 'FixtureCandidateViewed', target: 'fixture_candidate', text: 'Opened a candidate', changed: null },
  {
    category: 'FixtureOfferCreated',
    target: 'fixture_offer',
    text: 'Wrote an offer',
    changed: { salary: { illustrative: 'shape unknown' } },
  },
  { category: 'FixtureInterviewDeleted', target: 'fixture_interview', text: 'Removed an interview', by: 'rule' },
  { category: 'FixtureCandidateCreated', target: 'fixture_candidate', text: 'Added a candidate', by: 'key' },
  { category: 'FixtureReportExported', target: 'fixture_report', text: 'Exported a report' },
  {
    category: 'FixtureUserUpdated',
    target: 'app_user',
    text: 'Changed a user',
    changed: ['name', 'title'] as unknown as Fields,
    by: 'other',
  },
];

/** Things that a reviewer should find, at fixed places. */
const STORIES: Readonly<Record<number, Deed>> = {
  17: {
    category: 'FixtureRoleGranted',
    target: 'app_user',
    text: 'Made Eli Edge an Organization Admin',
    changed: { globalRole: { from: 'Limited Access', to: 'Organization Admin' } },
    by: called('Ivy'),
  },
  18: { category: 'FixtureKeyCreated', target: 'fixture_api_key', text: 'Created an API key', by: called('Eli') },
  19: {
    category: 'FixtureCandidatesExported',
    target: 'fixture_candidate',
    text: 'Exported all candidates',
    by: called('Eli'),
  },
  53: {
    category: 'FixtureCandidateViewed',
    target: 'fixture_candidate',
    text: 'Opened a candidate of a confidential job',
    by: 'support',
  },
};
const STORY_LENGTH = 89;

/** What a filter may name. */
export const TARGET_TYPES: ReadonlySet<string> = new Set(
  [...DEEDS, ...Object.values(STORIES)].map(({ target }) => target),
);
export const CATEGORIES: ReadonlySet<string> = new Set(
  [...DEEDS, ...Object.values(STORIES)].map(({ category }) => category),
);

export function ashbyEntry(item: Item, seed: number, settings: AshbySettings): Fields {
  const { number, time } = item;
  const deed = STORIES[number % STORY_LENGTH] ?? pick(DEEDS, seed, 'ashby', number);
  const id = uuid(seed, 'entry', number);
  const timestamp = new Date(time).toISOString();
  const { malformedEvery } = settings;
  if (malformedEvery > 0 && number % malformedEvery === malformedEvery - 1)
    return { id, timestamp, category: { odd: true }, actor: 'nobody' };
  const odd = settings.oddEntries ? ODDITIES[number % ODDITIES.length] : {};
  return {
    id,
    timestamp,
    actor: actorOf(deed, item, seed, settings),
    target: { type: deed.target, id: uuid(seed, deed.target, whole(30, seed, 'target', number)) },
    category: deed.category,
    description: descriptionOf(deed, settings, number),
    request: {
      id: `01J${hex(23, seed, 'request', Math.floor(number / 3)).toUpperCase()}`,
      ipAddress: ipOf(deed, item, seed),
    },
    parentAction: null,
    changedFields: settings.secrets
      ? { api_key: { from: SECRETS.apiKey, to: SECRETS.bearer } }
      : (deed.changed ?? null),
    ...odd,
    ...item.extra,
  };
}

const ODDITIES: readonly Fields[] = [
  { actor: null },
  { actor: { type: 'Automation', id: null, email: null, name: null } },
  { request: null },
  { category: 'FixtureUnheardOf', target: { type: 'fixture_unheard_of', id: null } },
  { changedFields: [], parentAction: { id: '1', type: 'bulk', name: 'Bulk edit' }, extra: { key: 1 } },
  { actor: { type: 'Candidate', id: 'c-1', email: null, name: null } },
];

function personOf({ by }: Deed, { number }: Item, seed: number): Person {
  return typeof by === 'object' ? by : pick(CAST, seed, 'ashby', 'actor', number);
}

function actorOf(deed: Deed, item: Item, seed: number, { hostileText }: AshbySettings): Fields {
  const nobody = { email: null, name: null };
  const kinds: Readonly<Record<string, Fields>> = {
    key: { type: 'ApiUser', id: uuid('service account', item.number % 3), ...nobody },
    rule: { type: 'Automation', id: null, ...nobody },
    support: { type: 'Support', id: uuid('support'), email: VENDOR_STAFF.email, name: VENDOR_STAFF.name },
    other: { type: 'Other', id: null, ...nobody },
  };
  const special = typeof deed.by === 'string' ? kinds[deed.by] : undefined;
  if (special !== undefined) return special;
  const { ashbyId: id, email, name } = personOf(deed, item, seed);
  return { type: 'User', id, email, name: hostileText ? HOSTILE_TEXT[item.number % HOSTILE_TEXT.length] : name };
}

function ipOf(deed: Deed, item: Item, seed: number): string | null {
  return deed.by === 'rule' ? null : personOf(deed, item, seed).ip;
}

function descriptionOf({ text }: Deed, { secrets, hostileText }: AshbySettings, number: number): string {
  if (secrets) return `${text} at https://example.com/callback?${POISONED_REQUEST.query}`;
  return hostileText ? `${text}: ${HOSTILE_TEXT[(number + 3) % HOSTILE_TEXT.length] ?? ''}` : text;
}
