import type { Entry, RuleCases } from './case.ts';

interface Activity {
  readonly action?: string;
  readonly verb?: string;
  readonly endpoint?: string;
  readonly table?: string;
  readonly row?: string;
  readonly column?: string;
  readonly from?: string | null;
  readonly to?: string | null;
}

const DANA = { userId: '41', userEmailAddress: 'dana@example.com', userFullName: 'Dana Example' };

export function activity(given: Activity, more: object = {}): Entry {
  const {
    action = null,
    verb = 'POST',
    endpoint = '/settings/save',
    table = 'public.setting',
    row = '42',
    column,
    from,
    to,
  } = given;
  const changed = { columnName: column, operation: 'replace', oldValue: from, newValue: to };
  const rowChanges = [{ primaryKeyColumns: [{ columnName: 'id', columnValue: row }], columnChanges: [changed] }];
  return {
    provider: 'gong',
    log: 'UserActivityLog',
    entry: {
      ...DANA,
      ...more,
      logRecord: {
        auditId: '74',
        action,
        httpRequest: { verb, endpointUri: endpoint, clientIp: '192.0.2.1' },
        tableChanges: column === undefined ? [] : [{ tableName: table, rowChanges }],
        customData: [],
      },
    },
  };
}

export function played(call: string): Entry {
  return {
    provider: 'gong',
    log: 'UserCallPlay',
    entry: { ...DANA, logRecord: { call_id: call, start_time: 0, end_time: 9 } },
  };
}

export function opened(call: string, ip: string): Entry {
  return {
    provider: 'gong',
    log: 'ExternallySharedCallAccess',
    entry: { userEmailAddress: 'bo@customer.example', logRecord: { call_id: call, page_viewer_ip: ip } },
  };
}

const role = (from: string | null, to: string, row?: string): Entry =>
  activity({
    endpoint: '/permissions/profile/save',
    table: 'permissions.permission',
    column: 'role',
    from,
    to,
    ...(row === undefined ? {} : { row }),
  });
const outsider = {
  impersonatorUserId: '9',
  impersonatorEmailAddress: 'sam@vendor.example',
  impersonatorFullName: 'Sam Support',
};
const colleague = { ...outsider, impersonatorEmailAddress: 'sam@example.com' };

export const GONG: readonly RuleCases[] = [
  {
    rule: 'gong/admin-granted',
    found: {
      plain: role('member', 'technical administrator'),
      'for the first time': role(null, 'business admin'),
      'by a column': activity({ table: 'public.appuser', column: 'is_admin', from: 'false', to: 'true' }),
      'by a profile': activity({ table: 'public.appuser', column: 'permission_profile', from: 'Rep', to: 'Elevated' }),
    },
    missed: {
      'taken away': role('technical administrator', 'member'),
      'a title': activity({ table: 'public.appuser', column: 'title', from: null, to: 'Office Administrator' }),
      'from one kind to another': role('business administrator', 'technical administrator'),
    },
  },
  {
    rule: 'gong/self-grant',
    found: { plain: role('member', 'technical administrator', '41') },
    missed: {
      'for somebody else': role('member', 'technical administrator'),
      'given up': role('administrator', 'member', '41'),
    },
  },
  {
    rule: 'gong/sign-in-weakened',
    found: {
      plain: activity({ endpoint: '/settings/sso/save', column: 'two_factor_required', from: 'true', to: 'false' }),
      'single sign-on': activity({ column: 'sso_enabled', from: 'true', to: 'false' }),
      unset: activity({ column: 'saml_url', from: 'https://idp.example.com', to: null }),
    },
    missed: {
      'switched on': activity({ column: 'two_factor_required', from: 'false', to: 'true' }),
      'another setting': activity({
        endpoint: '/settings/sso/save',
        column: 'record_by_default',
        from: 'true',
        to: 'false',
      }),
    },
  },
  {
    rule: 'gong/credential-created',
    found: {
      named: activity({ action: 'CreateApiKey', endpoint: '/settings/api/create-key' }),
      'without a name': activity({ endpoint: '/settings/api/create-key' }),
    },
    missed: {
      deleted: activity({ action: 'DeleteApiKey', verb: 'DELETE' }),
      'another thing': activity({ action: 'CreateFolder', endpoint: '/library/folder/create' }),
    },
  },
  {
    rule: 'gong/evidence-weakened',
    found: {
      consent: activity({ column: 'consent_page_required', from: 'true', to: 'false' }),
      shorter: activity({ column: 'retention_days', from: '730', to: '30' }),
    },
    missed: {
      'switched on': activity({ column: 'consent_page_required', from: 'false', to: 'true' }),
      longer: activity({ column: 'retention_days', from: '30', to: '730' }),
    },
  },
  {
    rule: 'gong/integration-installed',
    found: {
      plain: activity({ action: 'CreateIntegration' }),
      'by its endpoint': activity({ endpoint: '/settings/webhooks/create' }),
    },
    missed: {
      removed: activity({ action: 'DeleteIntegration', verb: 'DELETE' }),
      'another thing': activity({ action: 'CreateFolder' }),
    },
  },
  {
    rule: 'impersonated',
    found: { plain: activity({ endpoint: '/call/share' }, colleague) },
    missed: {
      'by nobody': activity({ endpoint: '/call/share' }),
      'from outside': activity({ endpoint: '/call/share' }, outsider),
    },
  },
  {
    rule: 'impersonated-from-outside',
    found: { plain: activity({ endpoint: '/call/share' }, outsider) },
    missed: {
      'by nobody': activity({ endpoint: '/call/share' }),
      'by a colleague': activity({ endpoint: '/call/share' }, colleague),
    },
  },
];
