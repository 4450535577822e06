import type { Simulator, VendorId } from '@trailhound/simulator';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CREDENTIALS, credentialsFor, httpRequest } from './fake-n8n.mts';
import { startVendors } from './simulated.mts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startVendors();
});
afterEach(() => simulator.reset());
afterAll(() => simulator.close());

interface Rule {
  readonly type: 'responseCode' | 'responseSuccessBody';
  readonly properties: { readonly value: unknown; readonly key?: string; readonly message: string };
}

/** What n8n's credential tester makes of a test: undefined when it is content. */
async function verdict(name: string, data: IDataObject): Promise<string | undefined> {
  const { test: probe, authenticate } = CREDENTIALS[name] ?? {};
  const rules = (probe?.rules ?? []) as unknown as Rule[];
  const asked = { ...probe?.request, baseURL: data['site'] } as unknown as IHttpRequestOptions;
  const request = typeof authenticate === 'function' ? await authenticate(data as never, asked) : asked;
  return httpRequest(request).then(
    (body) => told(rules, 'responseSuccessBody', ({ key = '', value }) => at(body, key) === value),
    (thrown: { response?: { status: number } }) =>
      told(rules, 'responseCode', ({ value }) => value === thrown.response?.status) ?? 'no answer',
  );
}

function told(
  rules: readonly Rule[],
  kind: Rule['type'],
  applies: (properties: Rule['properties']) => boolean,
): string | undefined {
  return rules.find(({ type, properties }) => type === kind && applies(properties))?.properties.message;
}

function at(value: unknown, key: string): unknown {
  return key.split('.').reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], value);
}

const KINDS: readonly [string, VendorId, string][] = [
  ['gongAuditLogsApi', 'gong', 'accessKey'],
  ['zendeskAuditLogsApi', 'zendesk', 'apiToken'],
  ['ashbyAuditLogsApi', 'ashby', 'apiKey'],
];

describe.each(KINDS)('The test of %s', (name, vendor, secret) => {
  const good = (): IDataObject => credentialsFor(simulator, vendor)[name] ?? {};

  test('accepts a valid credential', async () => {
    expect(await verdict(name, good())).toBeUndefined();
  });

  test('accepts a credential pasted with spaces around it', async () => {
    expect(await verdict(name, { ...good(), [secret]: ` ${good()[secret] as string}\n` })).toBeUndefined();
  });

  test('reports a wrong credential', async () => {
    expect(await verdict(name, { ...good(), [secret]: 'wrong' })).toMatch(/key|token|credential/i);
  });

  test('refuses an empty credential before any request', async () => {
    await expect(verdict(name, { ...good(), [secret]: '' })).rejects.toThrow(/empty|missing/i);
    expect(simulator.stats(vendor).requests).toBe(0);
  });

  test.each(['http://vendor.example', 'https://user:pw@vendor.example'])(
    'refuses to send the credential to %s, and says why',
    async (site) => {
      await expect(verdict(name, { ...good(), site })).rejects.toThrow(/in the clear|contains a user or password/);
    },
  );

  test('asks for the audit log itself, read-only', async () => {
    await verdict(name, good());
    expect(simulator.stats(vendor).log.map(({ path }) => path)).toEqual([expect.stringMatching(/log/i)]);
  });
});

describe('Peculiarities of single vendors', () => {
  const good = (name: string, vendor: VendorId): IDataObject => credentialsFor(simulator, vendor)[name] ?? {};

  test("Gong's 404 for an empty minute is success", async () => {
    expect(await verdict('gongAuditLogsApi', good('gongAuditLogsApi', 'gong'))).toBeUndefined();
    expect(simulator.stats('gong').byStatus[404]).toBe(1);
  });

  test("Gong's 403 mentions the IP address", async () => {
    simulator.set('gong', { untrustedAddress: true });
    expect(await verdict('gongAuditLogsApi', good('gongAuditLogsApi', 'gong'))).toContain('IP address');
  });

  test("Zendesk's role without access is reported", async () => {
    simulator.set('zendesk', { noAccess: true });
    expect(await verdict('zendeskAuditLogsApi', good('zendeskAuditLogsApi', 'zendesk'))).toContain('Enterprise');
  });

  test("Zendesk's wrong API token is reported as one", async () => {
    const wrong = { ...good('zendeskAuditLogsApi', 'zendesk'), apiToken: 'wrong' };
    expect(await verdict('zendeskAuditLogsApi', wrong)).toContain('Check the e-mail address and the API token');
  });

  test("Ashby's refusals with status 200 are refusals", async () => {
    simulator.set('ashby', { notEnabled: true });
    expect(await verdict('ashbyAuditLogsApi', good('ashbyAuditLogsApi', 'ashby'))).toContain('not enabled audit logs');
    simulator.set('ashby', { notEnabled: false, permissionShape: 'errorInfo', permissionStatus: 200 });
    expect(await verdict('ashbyAuditLogsApi', good('ashbyAuditLogsApi', 'ashby'))).toContain('permission');
  });

  test.each(KINDS)('a web page with status 200 is not taken for the vendor: %s', async (name, vendor) => {
    simulator.set(vendor, { htmlAt: 1 });
    expect(await verdict(name, good(name, vendor))).toContain('This is not a response of');
  });
});
