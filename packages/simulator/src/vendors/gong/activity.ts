import { called, VENDOR_STAFF, type Person } from '../../world/cast.ts';
import { pick } from '../../world/chance.ts';
import type { World } from '../../vendor.ts';
import type { Item } from '../../world/log.ts';
import { nightOf, routine, told } from '../../world/plot.ts';
import { POISONED_REQUEST, SECRETS } from '../../world/poison.ts';
import type { Fields, GongEntryContext } from './context.ts';
import { actorOf, gongId, idText, who } from './people.ts';
import type { GongSettings } from './switches.ts';

interface Story {
  readonly verb: string;
  readonly endpoint: string;
  readonly action?: string;
  readonly table?: string;
  readonly column?: string;
  readonly from?: string | null;
  readonly to?: string | null;
  /** A second table in which the request changes rows, and how many. */
  readonly also?: { readonly table: string; readonly column: string; readonly rows: number };
  readonly by?: Person;
  readonly impersonated?: boolean;
  /** The IP address, if it is not the person's usual one. */
  readonly ip?: string;
  /** Whether a reviewer may want to look at it. */
  readonly noteworthy?: boolean;
}

const ROUTINE: readonly [Story, ...Story[]] = [
  {
    verb: 'POST',
    endpoint: '/company/team-members/save',
    table: 'public.appuser',
    column: 'title',
    from: null,
    to: 'Account Executive',
  },
  { verb: 'POST', endpoint: '/call/share', table: 'public.callshare', column: 'expires', from: null, to: '2026-12-31' },
  {
    verb: 'POST',
    endpoint: '/library/folder/create',
    table: 'public.folder',
    column: 'name',
    from: null,
    to: 'Best calls',
  },
  {
    verb: 'DELETE',
    endpoint: '/call/delete',
    table: 'public.call',
    column: 'deleted',
    from: 'false',
    to: 'true',
    also: { table: 'public.callshare', column: 'revoked', rows: 2 },
  },
  {
    verb: 'POST',
    endpoint: '/settings/recording/save',
    table: 'public.setting',
    column: 'record_by_default',
    from: 'true',
    to: 'false',
  },
  { verb: 'GET', endpoint: '/export/calls', action: 'ExportCalls', noteworthy: true },
];

/** Incidents that a reviewer should find, at fixed places. */
const STORIES: Readonly<Record<number, Story>> = {
  11: { verb: 'POST', endpoint: '/animate-avatar', impersonated: true, by: called('Dana') },
  12: {
    verb: 'POST',
    endpoint: '/settings/api/create-key',
    action: 'CreateApiKey',
    impersonated: true,
    by: called('Dana'),
  },
  31: {
    verb: 'POST',
    endpoint: '/permissions/profile/save',
    table: 'permissions.permission',
    column: 'role',
    from: 'member',
    to: 'technical administrator',
    by: called('Eli'),
  },
  32: { verb: 'POST', endpoint: '/settings/api/create-key', action: 'CreateApiKey', by: called('Eli') },
  33: { verb: 'GET', endpoint: '/export/calls', action: 'ExportCalls', by: called('Eli') },
  57: {
    verb: 'POST',
    endpoint: '/settings/sso/save',
    table: 'public.setting',
    column: 'two_factor_required',
    from: 'true',
    to: 'false',
    by: called('Hal'),
  },
};
const STORY_LENGTH = 97;

/** What a contractor does on some nights, from an address that he never uses by day. */
const SPREE: readonly [Story, ...Story[]] = [
  { verb: 'GET', endpoint: '/export/calls', action: 'ExportCalls', by: called('Eli'), ip: '203.0.113.66' },
  { verb: 'GET', endpoint: '/export/deals', action: 'ExportDeals', by: called('Eli'), ip: '203.0.113.66' },
  { verb: 'POST', endpoint: '/call/download', action: 'DownloadCall', by: called('Eli'), ip: '203.0.113.66' },
];

function storyOf(item: Item, world: World): Story {
  const fixed = told({ at: STORIES, length: STORY_LENGTH }, item, world);
  if (fixed !== undefined) return fixed;
  const stories = nightOf(item, world) === 0 ? SPREE : routine(ROUTINE, item, world);
  return pick(stories, world.seed, 'activity', item.number);
}

/** An entry of the UserActivityLog. */
export function activityEntry(item: Item, context: GongEntryContext): Fields {
  const { world, settings } = context;
  const story = storyOf(item, world);
  const person = story.by ?? actorOf(item, context);
  return {
    ...who(person, context, item),
    ...(story.impersonated === true && item.number % 2 === 0 ? impersonator(settings) : {}),
    logRecord: {
      auditId: `74${String(item.number).padStart(17, '0')}`,
      action: actionOf(story, settings, item),
      workspaceId: null,
      httpRequest: httpRequestOf(story, person, settings),
      tableChanges: tableChangesOf(story, person, item),
      customData: customDataOf(story),
      remoteCallsAuditData: [],
    },
  };
}

function impersonator(settings: GongSettings): Fields {
  return {
    impersonatorUserId: idText('6300000000000000009', settings),
    impersonatorEmailAddress: VENDOR_STAFF.email,
    impersonatorFullName: VENDOR_STAFF.name,
    impersonatorCompanyId: idText('6300000000000000003', settings),
  };
}

function actionOf(story: Story, { actionForm }: GongSettings, item: Item): unknown {
  const action = story.action ?? null;
  const forms: Readonly<Record<string, unknown>> = {
    null: null,
    text: action ?? 'SomeAction',
    object: { name: action ?? 'SomeAction', version: item.number % 3 },
  };
  return actionForm in forms ? forms[actionForm] : action;
}

function httpRequestOf({ verb, endpoint, ip }: Story, person: Person, { secrets, extraFields }: GongSettings): Fields {
  return {
    verb,
    endpointUri: endpoint,
    referrerUri: `https://us-00000.app.gong.io/company${secrets ? `?${POISONED_REQUEST.query}` : ''}`,
    clientIp: ip ?? person.ip,
    body: secrets ? POISONED_REQUEST.body : null,
    parameters: secrets
      ? [
          { key: '_csrf', values: [SECRETS.csrf] },
          { key: 'cross-cell-login-token', values: [SECRETS.jwt, SECRETS.jwt] },
          { key: 'tab', values: ['members'] },
        ]
      : [{ key: 'tab', values: ['members'] }],
    ...(extraFields ? { unheardOf: { port: 443 } } : {}),
  };
}

function tableChangesOf(story: Story, person: Person, { number, time }: Item): Fields[] {
  const { table, column, from, to, also } = story;
  const snapshots = {
    preSnapshotTimestamp: new Date(time - 114).toISOString(),
    postSnapshotTimestamp: new Date(time - 43).toISOString(),
  };
  // A listed table has not always changed.
  const untouched = { tableName: 'public.lastseen', ...snapshots, rowChanges: [] };
  if (table === undefined) return [untouched];
  const changed = { columnName: column, operation: 'replace', oldValue: from, newValue: to };
  const main = { tableName: table, ...snapshots, rowChanges: [rowChange(gongId(person), changed)] };
  return also === undefined ? [untouched, main] : [untouched, main, { ...alsoChanged(also, number), ...snapshots }];
}

function alsoChanged({ table, column, rows }: NonNullable<Story['also']>, number: number): Fields {
  const changed = { columnName: column, operation: 'replace', oldValue: 'false', newValue: 'true' };
  const rowChanges = Array.from({ length: rows }, (_, index) =>
    rowChange(`91${String(number * 10 + index).padStart(17, '0')}`, changed),
  );
  return { tableName: table, rowChanges };
}

function rowChange(id: string, changed: Fields): Fields {
  return { primaryKeyColumns: [{ columnName: 'id', columnValue: id }], columnChanges: [changed] };
}

function customDataOf({ impersonated }: Story): Fields[] {
  const title = { key: 'user-title', values: ['Account Executive'] };
  return impersonated === true ? [title, { key: 'impersonator-company-id', values: ['6300000000000000003'] }] : [title];
}
