import { called, CAST, type Person } from '../../world/cast.ts';
import type { World } from '../../vendor.ts';
import { pick, uuid, whole } from '../../world/chance.ts';
import type { Item } from '../../world/log.ts';
import { nightOf, routine, told } from '../../world/plot.ts';
import { INTEGRATION } from './incidents.ts';
import { ashbyId } from './people.ts';

/** Something that somebody does. */
export interface Action {
  readonly category: string;
  readonly target: string;
  /** Followed by the name of the target. */
  readonly text: string;
  readonly changed?: unknown;
  /** Somebody who is at work, by default. */
  readonly by?: Person | 'key' | 'rule' | 'support' | 'other';
  /** The IP address, if it is not the person's usual one. */
  readonly ip?: string;
  /** The person it is done to. */
  readonly to?: Person;
  /** Whether a reviewer may want to look at it. */
  readonly noteworthy?: boolean;
}

export interface Target {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** Only job, app_user and JobStatusChanged are documented, so the names of all others say that they are fixtures. */
const ROUTINE: readonly [Action, ...Action[]] = [
  {
    category: 'JobStatusChanged',
    target: 'job',
    text: 'Changed the status of the job',
    changed: { status: { from: 'Draft', to: 'Open' } },
  },
  {
    category: 'FixtureJobUpdated',
    target: 'job',
    text: 'Edited the job',
    changed: { location: { old: 'Remote', new: 'Berlin' }, headcount: 2 },
  },
  { category: 'FixtureCandidateViewed', target: 'fixture_candidate', text: 'Opened the candidate', changed: null },
  {
    category: 'FixtureOfferCreated',
    target: 'fixture_offer',
    text: 'Wrote an offer for',
    changed: { salary: { before: null, after: { currency: 'EUR', amount: 70_000 } } },
  },
  { category: 'FixtureCandidateArchived', target: 'fixture_candidate', text: 'Archived the candidate', by: 'rule' },
  { category: 'FixtureInterviewDeleted', target: 'fixture_interview', text: 'Removed the interview', by: 'rule' },
  { category: 'FixtureCandidateCreated', target: 'fixture_candidate', text: 'Added the candidate', by: 'key' },
  { category: 'FixtureReportExported', target: 'fixture_report', text: 'Exported the report', noteworthy: true },
  { category: 'FixtureUserUpdated', target: 'app_user', text: 'Changed the user', changed: ['title'], by: 'other' },
];

const EXPORT: Action = {
  category: 'FixtureCandidatesExported',
  target: 'fixture_candidate_export',
  text: 'Exported',
  by: called('Eli'),
};

/** Incidents that a reviewer should find, at fixed places. */
const STORIES: Readonly<Record<number, Action>> = {
  17: {
    category: 'FixtureRoleGranted',
    target: 'app_user',
    text: 'Made an Organization Admin of',
    changed: { globalRole: { from: 'Limited Access', to: 'Organization Admin' } },
    by: called('Ivy'),
    to: called('Eli'),
  },
  18: { category: 'FixtureKeyCreated', target: 'fixture_api_key', text: 'Created the API key', by: called('Eli') },
  19: EXPORT,
  53: {
    category: 'FixtureCandidateViewed',
    target: 'fixture_candidate',
    text: 'Opened the candidate of a confidential job',
    by: 'support',
  },
  54: {
    category: 'FixtureUserUpdated',
    target: 'app_user',
    text: 'Changed the user',
    changed: { email: { oldValue: 'old@example.com', newValue: 'new@example.com' } },
    by: 'support',
  },
  71: {
    category: 'FixtureJobConfidentialityChanged',
    target: 'job',
    text: 'Ended the confidentiality of the job',
    changed: { confidential: { before: true, after: false } },
    by: called('Lee'),
  },
};
const STORY_LENGTH = 89;

/** What a contractor does on some nights, from an address that he never uses by day. */
const SPREE: readonly [Action, ...Action[]] = [
  { ...EXPORT, ip: '203.0.113.66' },
  {
    category: 'FixtureCandidateViewed',
    target: 'fixture_candidate',
    text: 'Opened the candidate',
    by: called('Eli'),
    ip: '203.0.113.66',
  },
];

/** What an administrator does on others. */
const WEAKENING: Action = {
  category: 'FixtureSecuritySettingChanged',
  target: 'fixture_security_setting',
  text: 'Switched off the setting',
  changed: { enabled: { from: true, to: false } },
  by: called('Ivy'),
};

const CANDIDATES = ['Bo Buyer', 'Pru Prospect', 'Quin Quote', 'Ada Applicant', 'Ned Newcomer'] as const;
const NAMES: Readonly<Record<string, readonly string[]>> = {
  job: ['Platform Engineer', 'Support Lead', 'Account Executive', 'Designer', 'Office Manager'],
  fixture_candidate: CANDIDATES,
  fixture_offer: CANDIDATES,
  fixture_interview: ['Phone screen', 'On-site', 'Final round'],
  fixture_report: ['Time to hire', 'Sources', 'Pipeline'],
  fixture_api_key: ['Reporting'],
  fixture_candidate_export: ['all candidates'],
  fixture_security_setting: ['Sign in with single sign-on only', 'Sessions end after a day'],
};

const ACTIONS = [...ROUTINE, ...Object.values(STORIES), ...SPREE, WEAKENING, INTEGRATION];

/** The values that filters accept. */
export const TARGET_TYPES: ReadonlySet<string> = new Set(ACTIONS.map(({ target }) => target));
export const CATEGORIES: ReadonlySet<string> = new Set(ACTIONS.map(({ category }) => category));

export function actionOf(item: Item, world: World): Action {
  const { number } = item;
  const { seed } = world;
  const fixed = told({ at: STORIES, length: STORY_LENGTH }, item, world);
  if (fixed !== undefined) return fixed;
  const night = nightOf(item, world);
  if (night === 1) return pick(SPREE, seed, 'ashby spree', number);
  if (night === 2 && number % 2 === 0) return WEAKENING;
  return pick(routine(ROUTINE, item, world), seed, 'ashby', number);
}

/** The target: the same id always has the same name. */
export function targetOf({ target: type, to }: Action, { number }: Item, seed: number): Target {
  if (type === 'app_user') {
    const person = to ?? pick(CAST, seed, 'target', number);
    return { type, id: ashbyId(person), name: person.name };
  }
  const names = NAMES[type] ?? [];
  const which = whole(names.length, seed, 'target', number);
  return { type, id: uuid(seed, type, which), name: names[which] ?? '' };
}
