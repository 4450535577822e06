import { called, type Person } from '../../world/cast.ts';
import { DAY, HOUR, repeatedly, type Clue, type Incident } from '../../world/incident.ts';
import { gongId } from './people.ts';

const NOBODY = {
  impersonatorUserId: undefined,
  impersonatorEmailAddress: undefined,
  impersonatorFullName: undefined,
  impersonatorCompanyId: undefined,
};

function by(person: Person, log: string, logRecord: object): Omit<Clue, 'ago'> {
  const who = { userId: gongId(person), userEmailAddress: person.email, userFullName: person.name };
  return { log, entry: { ...NOBODY, ...who, logRecord } };
}

interface ToldActivity {
  readonly action?: string;
  readonly endpoint: string;
  readonly changed?: readonly [table: string, column: string, from: string | null, to: string];
}

function activity(person: Person, { action, endpoint, changed }: ToldActivity, number: number): Omit<Clue, 'ago'> {
  const [tableName, columnName, oldValue, newValue] = changed ?? [];
  const columnChanges = [{ columnName, operation: 'replace', oldValue, newValue }];
  const primaryKeyColumns = [{ columnName: 'id', columnValue: `92${String(number).padStart(17, '0')}` }];
  return by(person, 'UserActivityLog', {
    auditId: `75${String(number).padStart(17, '0')}`,
    action: action ?? null,
    workspaceId: null,
    httpRequest: { verb: 'POST', endpointUri: endpoint, clientIp: person.ip, body: null, parameters: [] },
    tableChanges: changed === undefined ? [] : [{ tableName, rowChanges: [{ primaryKeyColumns, columnChanges }] }],
    customData: [],
    remoteCallsAuditData: [],
  });
}

function played(person: Person, number: number): Omit<Clue, 'ago'> {
  return by(person, 'UserCallPlay', {
    call_id: `53${String(number).padStart(17, '0')}`,
    video_player_instance_id: `incident${number}`,
    sequence_num: number,
    play_speed: 1,
    device: 'WEB',
    start_time: 0,
    end_time: 30.5,
    offline: false,
    live: false,
  });
}

function denied(person: Person, number: number): Omit<Clue, 'ago'> {
  const url = '/settings/api';
  return by(person, 'AccessLog', {
    method: 'GET',
    protocol: 'HTTP/1.1',
    status: 403,
    requested_url: `https://us-00000.app.gong.io${url}`,
    requested_uri: url,
    request_headers: {
      'x-forwarded-for': `${person.ip}, 198.51.100.1`,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
    },
    response_headers: { 'x-traceid': `incident${number}`, 'content-type': 'text/html' },
  });
}

function opened(number: number): Omit<Clue, 'ago'> {
  return {
    log: 'ExternallySharedCallAccess',
    entry: {
      userEmailAddress: 'bo.buyer@customer.example',
      userFullName: undefined,
      logRecord: {
        call_id: '5300000000000000001',
        time_based_secure_sharing_id: '8600000000000000001',
        page_viewer_ip: `198.51.100.${1 + number}`,
      },
    },
  };
}

const [hal, dana, toni] = [called('Hal'), called('Dana'), called('Toni')];

/** The tables and columns of settings are assumed, as are the endpoints: only a few are known. */
export const GONG_INCIDENTS: Readonly<Record<string, Incident>> = {
  'evidence-weakened': [
    {
      ...activity(
        hal,
        {
          endpoint: '/settings/recording/save',
          changed: ['public.setting', 'consent_page_required', 'true', 'false'],
        },
        1,
      ),
      ago: DAY,
    },
  ],
  'integration-installed': [
    { ...activity(hal, { action: 'CreateIntegration', endpoint: '/settings/integrations/create' }, 2), ago: DAY },
  ],
  'share-burst': repeatedly({ times: 9, ago: DAY }, (index) =>
    activity(
      dana,
      { endpoint: '/call/share', changed: ['public.callshare', 'expires', null, '2026-12-31'] },
      10 + index,
    ),
  ),
  'link-spread': repeatedly({ times: 8, ago: DAY }, opened),
  'call-binge': [
    ...repeatedly({ times: 40, ago: 25 * DAY, apart: DAY / 2 }, (index) => played(toni, index)),
    ...repeatedly({ times: 30, ago: DAY }, (index) => played(toni, 100 + index)),
  ],
  'denied-burst': repeatedly({ times: 12, ago: DAY, apart: 30_000 }, (index) => denied(toni, index)),
  'audit-gap': repeatedly({ times: 60, ago: 25 * DAY, apart: 8 * HOUR }, (index) => played(dana, 200 + index)),
};
