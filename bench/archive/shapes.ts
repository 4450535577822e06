import type { LogName } from '@trailhound/core/ledger';
import type { Luck } from './luck.ts';
import { uuid, type Person, type Staff } from './staff.ts';

interface Making {
  readonly at: number;
  readonly serial: number;
  readonly staff: Staff;
  readonly luck: Luck;
}

/** A log, its share of all entries, and an entry as its vendor writes it. */
interface Shape {
  readonly log: LogName;
  readonly share: number;
  readonly entry: (making: Making) => unknown;
}

const PATHS = ['/home', '/call?id=', '/settings/api', '/stats', '/library', '/deals', '/call/transcript?id='] as const;

const GONG = { provider: 'gong', tenant: 'us-00000' };

function ofGong({ gong, email, name }: Person): object {
  return { userId: gong, userEmailAddress: email, userFullName: name };
}

/** The rows that a change in Gong touched. */
function changesOf(at: number, id: string, luck: Luck): object[] {
  const snapshots = {
    preSnapshotTimestamp: new Date(at - 100).toISOString(),
    postSnapshotTimestamp: new Date(at - 30).toISOString(),
  };
  return [
    { tableName: 'public.lastseen', ...snapshots, rowChanges: [] },
    {
      tableName: luck.of(['public.call', 'public.appuser', 'public.sharing']),
      ...snapshots,
      rowChanges: [
        {
          primaryKeyColumns: [{ columnName: 'id', columnValue: id }],
          columnChanges: [
            {
              columnName: luck.of(['deleted', 'role', 'title']),
              operation: 'replace',
              oldValue: 'basic',
              newValue: luck.of(['admin', 'full']),
            },
          ],
        },
      ],
    },
  ];
}

export const SHAPES: readonly Shape[] = [
  {
    log: { ...GONG, log: 'AccessLog' },
    share: 0.45,
    entry: ({ at, staff, luck }) => {
      const person = staff.someone();
      const way = luck.of(PATHS);
      const uri = way.endsWith('=') ? way + staff.call() : way;
      const status = luck.fraction() < 0.97 ? 200 : 404;
      const trace = luck.hex(20);
      return {
        ...ofGong(person),
        logRecord: {
          method: luck.of(['GET', 'GET', 'POST']),
          protocol: 'HTTP/1.1',
          status,
          elapsed_time: luck.below(900),
          content_length: luck.below(90_000),
          message: `${uri} ${status}`,
          requested_url: `https://us-00000.app.gong.io${uri}`,
          requested_uri: uri,
          request_headers: {
            referer: `https://us-00000.app.gong.io${luck.of(PATHS)}`,
            'x-forwarded-for': `${person.ip}, 198.51.100.1`,
            'user-agent': person.agent,
          },
          response_headers: { 'x-traceid': trace, 'content-type': 'text/html' },
          mdc: { xtid: trace },
        },
        eventTime: new Date(at).toISOString(),
      };
    },
  },
  {
    log: { ...GONG, log: 'UserCallPlay' },
    share: 0.26,
    entry: ({ at, staff, luck }) => ({
      ...ofGong(staff.someone()),
      logRecord: {
        call_id: staff.call(),
        video_player_instance_id: luck.hex(8),
        sequence_num: luck.below(200),
        play_speed: luck.of([1, 1, 1.5]),
        device: luck.of(['WEB', 'WEB', 'MOBILE']),
        start_time: luck.below(3000),
        end_time: 3000 + luck.below(60),
        offline: false,
        live: false,
      },
      eventTime: new Date(at).toISOString(),
    }),
  },
  {
    log: { ...GONG, log: 'UserActivityLog' },
    share: 0.12,
    entry: ({ at, serial, staff, luck }) => {
      const person = staff.someone();
      const id = luck.digits(19);
      return {
        ...ofGong(person),
        logRecord: {
          auditId: `74${String(serial).padStart(17, '0')}`,
          action: luck.of(['UPDATE_USER', 'CREATE_SHARE', 'DELETE_CALL']),
          workspaceId: null,
          httpRequest: {
            verb: luck.of(['PUT', 'POST', 'DELETE']),
            endpointUri: luck.of(['/call/delete', '/company/update-user', '/sharing/create', '/settings/api/key']),
            referrerUri: 'https://us-00000.app.gong.io/company',
            clientIp: person.ip,
            body: null,
            parameters: [{ key: 'id', values: [id] }],
          },
          tableChanges: changesOf(at, id, luck),
          customData: [{ key: 'user-title', values: ['Account Executive'] }],
          remoteCallsAuditData: [],
        },
        eventTime: new Date(at).toISOString(),
      };
    },
  },
  {
    log: { provider: 'zendesk', tenant: 'zendesk.example.com', log: 'audit_logs' },
    share: 0.12,
    entry: ({ at, serial, staff, luck }) => {
      const person = staff.someone();
      const [action, type, said] = luck.of([
        ['login', 'user', 'Successful sign-in using Zendesk password'],
        ['update', 'user', 'Role changed from Agent to Administrator'],
        ['create', 'ticket_field', 'Created'],
        ['exported', 'user', `Exported ${luck.below(20_000)} tickets`],
        ['destroy', 'rule', `Deleted the trigger Escalate ${luck.below(900)}`],
      ]);
      const id = 400_000_000_000 + serial;
      return {
        url: `https://zendesk.example.com/api/v2/audit_logs/${id}`,
        id,
        action,
        actor_id: person.zendesk,
        actor_name: person.name,
        ip_address: person.ip,
        source_id: luck.below(1e9),
        source_type: type,
        source_label: `${type} ${luck.below(500)}`,
        change_description: said,
        created_at: new Date(at).toISOString(),
      };
    },
  },
  {
    log: { provider: 'ashby', tenant: 'ashby.example.com', log: 'audit_log' },
    share: 0.05,
    entry: ({ at, staff, luck }) => {
      const { ashby, email, name, ip } = staff.someone();
      return {
        id: uuid(luck),
        timestamp: new Date(at).toISOString(),
        actor: { type: 'User', id: ashby, email, name },
        target: { type: 'candidate', id: uuid(luck) },
        category: luck.of(['JobStatusChanged', 'FixtureCandidateViewed', 'FixtureUserRoleChanged']),
        description: `Looked at candidate ${luck.below(5000)}`,
        request: { id: `01K${luck.hex(23).toUpperCase()}`, ipAddress: ip },
        parentAction: null,
        changedFields: luck.of([null, [{ field: 'status', from: 'Draft', to: 'Open' }]]),
      };
    },
  },
];
