import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { providers, type Provider } from '@trailhound/core';
import { NodeHelpers, type INodeProperties, type INodeTypeDescription, type NodeParameterValue } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { AuditLogs } from '../nodes/AuditLogs/AuditLogs.node.ts';
import { AuditLogsTrigger } from '../nodes/AuditLogs/AuditLogsTrigger.node.ts';
import { conditionFor } from '../nodes/AuditLogs/fields/products.ts';
import { siteOf } from '../nodes/AuditLogs/host/site.ts';
import { CREDENTIALS } from './fake-n8n.mts';

const PACKAGE = path.join(import.meta.dirname, '..');
const NODES: readonly [string, INodeTypeDescription][] = [
  ['Audit Logs', new AuditLogs().description],
  ['Audit Logs Trigger', new AuditLogsTrigger().description],
];
const PROVIDERS: readonly Provider[] = Object.values(providers);
const WINDOW = { from: 0, to: 1 };
/** Where the logs are. */
const PATHS = PROVIDERS.flatMap(({ logs, request }) =>
  logs.map((log) => request({ operation: 'list', log: log.id, window: WINDOW, filters: {}, order: 'newest' }).path),
);

describe.each(NODES)('%s agrees with what the providers declare', (_, { properties }) => {
  const named = (name: string): INodeProperties[] => properties.filter((property) => property.name === name);

  test('every provider is a resource', () => {
    const values = named('resource')[0]?.options?.map((option) => (option as { value: string }).value) ?? [];
    expect(values.toSorted()).toEqual(['all', ...PROVIDERS.map(({ id }) => id)].toSorted());
  });

  test('the description of a native filter names others by their labels', () => {
    for (const { id, filters } of PROVIDERS) {
      const said = JSON.stringify(
        named(`${id}Filters`)[0]?.options?.map((field) => 'description' in field && field.description),
      );
      const written = Object.keys(filters.shape).filter((name) => /[A-Z]/.test(name));
      expect(written.filter((name) => new RegExp(`\\b${name}\\b`).test(said))).toEqual([]);
    }
  });

  test('every native filter is a field, except the page size', () => {
    for (const { id, filters } of PROVIDERS) {
      const fields = named(`${id}Filters`)[0]?.options?.map(({ name }) => name) ?? [];
      const filtering = Object.entries(filters.shape).filter(([, schema]) => schema.meta()?.['paging'] !== true);
      expect(fields.toSorted()).toEqual(filtering.map(([name]) => name).toSorted());
    }
  });

  test('every log type of Gong is an option', () => {
    const values = named('gongLogs')[0]?.options?.map((option) => (option as { value: string }).value) ?? [];
    expect(values.toSorted()).toEqual(providers.gong.logs.map(({ id }) => id).toSorted());
  });

  test('every field has a name, and every description is one line', () => {
    for (const { displayName, description } of properties) {
      expect(displayName).not.toBe('');
      expect(description ?? '').not.toContain('\n');
    }
  });
});

describe('The site of a connection', () => {
  const assigned = (address: string) => ({ site: '', oauthTokenData: { api_base_url_for_customer: address } });

  test('is the value that was entered', () => {
    expect(siteOf(providers.zendesk, { site: ' acme ' })).toBe('acme');
    expect(siteOf(providers.gong, { ...assigned('https://us-1.api.gong.io'), site: 'https://api.gong.io' })).toBe(
      'https://api.gong.io',
    );
  });

  test("is the address that came with the token, if it is the vendor's and none was entered", () => {
    expect(siteOf(providers.gong, assigned('https://us-1.api.gong.io'))).toBe('https://us-1.api.gong.io');
    expect(siteOf(providers.gong, assigned('https://evil.example'))).toBeUndefined();
    expect(siteOf(providers.gong, { site: '' })).toBeUndefined();
  });
});

describe('Every credential', () => {
  test.each(Object.values(CREDENTIALS))('$name is listed, has icons and a test of the audit log itself', (type) => {
    const manifest = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
      n8n: { credentials: string[] };
    };
    const className = type.constructor.name;
    expect(manifest.n8n.credentials).toContain(`dist/credentials/${className}.credentials.js`);
    const { light, dark } = type.icon as { light: string; dark: string };
    for (const icon of [light, dark]) expect(existsSync(path.join(PACKAGE, 'credentials', icon.slice(5)))).toBe(true);
    expect(PATHS).toContain(type.test?.request.url?.split('?')[0]);
    expect(type.documentationUrl).toMatch(/^https:/);
  });

  test('has the fields that its provider declares, with secrets as passwords', () => {
    const pairs: readonly [string, Provider['credentials'][string]][] = [
      ['gongAuditLogsApi', providers.gong.credentials.access_key],
      ['zendeskAuditLogsApi', providers.zendesk.credentials.api_token],
      ['ashbyAuditLogsApi', providers.ashby.credentials.api_key],
    ];
    for (const [
      name,
      {
        schema: { shape },
      },
    ] of pairs) {
      const fields = CREDENTIALS[name]?.properties ?? [];
      expect(fields.map((field) => field.name)).toEqual(expect.arrayContaining(['site', ...Object.keys(shape)]));
      for (const [field, type] of Object.entries(shape)) {
        const found = fields.find((property) => property.name === field);
        expect(found?.typeOptions?.password ?? false, field).toBe((type.meta() as { secret: boolean }).secret);
      }
    }
  });

  test("Zendesk's API token says when it expires", () => {
    const notices = CREDENTIALS['zendeskAuditLogsApi']?.properties.filter(({ type }) => type === 'notice') ?? [];
    expect(notices[0]?.displayName).toContain('30 April 2027');
  });

  test('for Zendesk begins with the subdomain, even where n8n puts inherited fields first', () => {
    const shown = [...(CREDENTIALS['zendeskAuditLogsApi']?.properties ?? [])];
    const { extends: inherited, properties = [] } = CREDENTIALS['zendeskAuditLogsOAuth2Api'] ?? {};
    expect(inherited).toEqual(['zendeskAuditLogsApi', 'oAuth2Api']);
    NodeHelpers.mergeNodeProperties(shown, properties);
    const visible = shown.filter(({ type }) => type !== 'hidden').map(({ displayName }) => displayName);
    expect(visible).toEqual(['Zendesk Subdomain', 'Grant Type', 'Allow Requesting Exports']);
  });

  test('of OAuth asks for the one scope that reads', () => {
    const scopeOf = (name: string): unknown =>
      CREDENTIALS[name]?.properties.find((property) => property.name === 'scope')?.default;
    expect(scopeOf('gongAuditLogsOAuth2Api')).toBe('api:logs:read');
    expect(evaluated(String(scopeOf('zendeskAuditLogsOAuth2Api')), {})).toBe('auditlogs:read');
    expect(evaluated(String(scopeOf('zendeskAuditLogsOAuth2Api')), { mayExport: true })).toBe('auditlogs:read write');
  });
});

/** An n8n expression that is one piece of JavaScript and maybe some text behind it. */
function evaluated(expression: string, holder: object): string {
  const [, code = '', rest = ''] = /^=\{\{(.*)\}\}(.*)$/s.exec(expression) ?? [];
  // oxlint-disable-next-line typescript/no-implied-eval -- n8n does the same
  const run = new Function('$self', '$credentials', `return (${code})`) as (a: object, b: object) => string;
  return `${run(holder, holder)}${rest}`;
}

describe('The credential test and the node use the same address', () => {
  const ZENDESK = ['acme', ' Acme ', 'acme.zendesk.com', 'https://acme.zendesk.com/agent/x', 'http://127.0.0.1:8080'];
  test.each(ZENDESK)('for Zendesk %s', (site) => {
    const { baseUrl } = providers.zendesk.site.locate(site);
    for (const name of ['zendeskAuditLogsApi', 'zendeskAuditLogsOAuth2Api']) {
      const { baseURL } = CREDENTIALS[name]?.test?.request ?? {};
      expect(evaluated(baseURL ?? '', { site }).toLowerCase()).toBe(baseUrl);
    }
    const urls = CREDENTIALS['zendeskAuditLogsOAuth2Api']?.properties.filter(({ name }) => name.endsWith('Url')) ?? [];
    for (const { default: url } of urls) expect(evaluated(url as string, { site }).toLowerCase()).toContain(baseUrl);
  });

  const OTHERS = [
    ['gongAuditLogsApi', 'gong', ''],
    ['gongAuditLogsApi', 'gong', 'https://us-12345.api.gong.io/'],
    ['gongAuditLogsApi', 'gong', 'https://us-12345.api.gong.io/v2'],
    ['gongAuditLogsOAuth2Api', 'gong', 'http://127.0.0.1:8080'],
    ['ashbyAuditLogsApi', 'ashby', ''],
    ['ashbyAuditLogsApi', 'ashby', 'http://127.0.0.1:8080/'],
  ] as const;
  test.each(OTHERS)('for %s of %s: "%s"', (name, id, site) => {
    const { locate, default: usual = '' } = providers[id].site;
    const { baseURL } = CREDENTIALS[name]?.test?.request ?? {};
    expect(evaluated(baseURL ?? '', { site })).toBe(locate(site === '' ? usual : site).baseUrl);
  });

  const REFUSED = [
    'http://gong.example',
    'https://user:pw@gong.example',
    'http://127.0.0.1.evil.example',
    'ftp://x.example',
  ];
  test.each(REFUSED)('is not sent anywhere the node would refuse: %s', (site) => {
    for (const { name, test: probe, properties } of Object.values(CREDENTIALS)) {
      const urls = properties.filter((property) => property.name.endsWith('Url')).map((property) => property.default);
      const made = urls.filter((url): url is string => typeof url === 'string' && url.startsWith('='));
      for (const expression of [probe?.request.baseURL ?? '', ...made]) {
        expect(evaluated(expression, { site }), name).toMatch(/^https:\/\/address-refused\.invalid/);
      }
    }
    for (const { site: own } of PROVIDERS) expect(() => own.locate(site)).toThrow(/site/);
  });

  test.each([
    ['https://us-1.api.gong.io', 'https://us-1.api.gong.io'],
    ['https://evil.example', 'https://api.gong.io'],
  ])("for Gong's OAuth is the one that came with the token, if it is Gong's: %s", (assigned, expected) => {
    const { baseURL } = CREDENTIALS['gongAuditLogsOAuth2Api']?.test?.request ?? {};
    expect(evaluated(baseURL ?? '', { oauthTokenData: { api_base_url_for_customer: assigned } })).toBe(expected);
  });
});

describe('The condition that hides the fields of products that are not chosen', () => {
  const IDS = PROVIDERS.map(({ id }) => id);

  /** Every choice of products. */
  const CHOICES = Array.from({ length: 2 ** IDS.length - 1 }, (_, number) =>
    IDS.filter((_id, bit) => Math.floor((number + 1) / 2 ** bit) % 2 === 1),
  );

  test.each(IDS)('is true exactly for the choices without %s', (id) => {
    const condition = { _cnd: conditionFor(id, IDS) } as unknown as NodeParameterValue;
    for (const chosen of CHOICES)
      expect(NodeHelpers.checkConditions([condition], chosen), chosen.join()).toBe(!chosen.includes(id));
    expect(NodeHelpers.checkConditions([condition], [undefined])).toBe(false);
  });

  test('is no regular expression, because n8n times those out on a busy machine', () => {
    const ids = ['ashby', 'gong', 'zendesk'];
    expect(JSON.stringify(ids.map((id) => conditionFor(id, ids)))).not.toContain('regex');
  });

  test('is a regular expression only where nothing else works', () => {
    expect(conditionFor('b', ['a', 'b', 'c'])).toEqual({ regex: '^(?!b$)' });
  });
});
