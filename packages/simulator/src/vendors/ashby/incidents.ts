import { called, type Person } from '../../world/cast.ts';
import { ulid, uuid } from '../../world/chance.ts';
import { DAY, repeatedly, type Clue, type Incident } from '../../world/incident.ts';
import { ashbyId } from './people.ts';

interface ToldAction {
  readonly category: string;
  readonly target: string;
  readonly id?: string;
  readonly text: string;
  readonly changed?: object;
}

interface IncidentCaller {
  readonly actor: object;
  readonly ip: string;
}

function user(person: Person, ip = person.ip): IncidentCaller {
  return { actor: { type: 'User', id: ashbyId(person), email: person.email, name: person.name }, ip };
}

function key(name: string): IncidentCaller {
  return {
    actor: { type: 'ApiUser', id: uuid('service account', name), email: null, name: null },
    ip: '198.51.100.40',
  };
}

function clue({ actor, ip }: IncidentCaller, told: ToldAction, number = 0): Omit<Clue, 'ago'> {
  const { category, target: type, id = uuid('incident', type, number), text: description, changed = null } = told;
  return {
    log: 'audit_log',
    entry: {
      actor,
      target: { type, id },
      category,
      description,
      request: { id: ulid('incident', category, number), ipAddress: ip },
      parentAction: null,
      changedFields: changed,
    },
  };
}

const [ivy, robin, yan] = [called('Ivy'), called('Robin'), called('Yan')];
const EXPORT: ToldAction = {
  category: 'FixtureReportExported',
  target: 'fixture_report',
  text: 'Exported the report Sources',
};
const ADDED: ToldAction = {
  category: 'FixtureCandidateCreated',
  target: 'fixture_candidate',
  text: 'Added Ada Applicant',
};
export const INTEGRATION: ToldAction = {
  category: 'FixtureIntegrationCreated',
  target: 'fixture_integration',
  text: 'Connected the integration Calendar Sync',
};

/** Ashby publishes no list of its categories, so that these are made up but for their form. */
export const ASHBY_INCIDENTS: Readonly<Record<string, Incident>> = {
  'self-grant': [
    {
      ...clue(user(robin), {
        category: 'FixtureRoleGranted',
        target: 'app_user',
        id: ashbyId(robin),
        text: `Made an Organization Admin of ${robin.name}`,
        changed: { globalRole: { from: 'Limited Access', to: 'Organization Admin' } },
      }),
      ago: DAY,
    },
  ],
  'candidate-spree': repeatedly({ times: 35, ago: DAY }, (index) =>
    clue(
      user(robin),
      { category: 'FixtureCandidateViewed', target: 'fixture_candidate', text: 'Opened the candidate' },
      index,
    ),
  ),
  'integration-installed': [{ ...clue(user(ivy), INTEGRATION), ago: DAY }],
  'new-address-privileged': [
    ...repeatedly({ times: 20, ago: 25 * DAY, apart: DAY }, (index) => clue(user(yan), EXPORT, index)),
    { ...clue(user(yan, '203.0.113.66'), EXPORT, 20), ago: DAY },
  ],
  'first-export': [
    ...repeatedly({ times: 35, ago: 40 * DAY, apart: DAY }, (index) => clue(user(yan), EXPORT, index)),
    { ...clue(user(robin), EXPORT, 35), ago: DAY },
  ],
  'new-service-key': [
    ...repeatedly({ times: 20, ago: 25 * DAY, apart: DAY }, (index) => clue(key('old'), ADDED, index)),
    { ...clue(key('new'), ADDED, 20), ago: DAY },
  ],
};
