import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { credentialsFor, execute } from './fake-n8n.mts';
import { startVendors } from './simulated.mts';
import { truthOf } from './truth.mts';

describe('Requests through n8n', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startVendors();
  });
  afterEach(() => simulator.reset());
  afterAll(() => simulator.close());

  function zendeskWith(oauthTokenData: object, renewal?: string) {
    return {
      credentials: {
        zendeskAuditLogsOAuth2Api: {
          site: simulator.baseUrl('zendesk'),
          grantType: 'clientCredentials',
          oauthTokenData: oauthTokenData as never,
          ...(renewal === undefined ? {} : { renewal }),
        },
      },
      parameters: {
        resource: 'zendesk',
        zendeskAuthentication: 'oAuth2',
        operation: 'getAll',
        since: '30d',
        returnAll: true,
      },
    };
  }

  test('take the text as it came, follow no redirect, and end in time', async () => {
    const { requests } = await execute({
      credentials: credentialsFor(simulator, 'ashby'),
      parameters: { resource: 'ashby', operation: 'getAll', options: { timeLimit: 10 } },
    });
    expect(requests[0]).toMatchObject({
      encoding: 'text',
      json: false,
      returnFullResponse: true,
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
    });
    expect(requests[0]?.timeout).toBeLessThanOrEqual(10_000);
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': expect.stringContaining('trailhound/') });
  });

  test('with a key are sent once, also when the key is refused', async () => {
    const credentials = { ashbyAuditLogsApi: { site: simulator.baseUrl('ashby'), apiKey: 'wrong' } };
    const failed = execute({ credentials, parameters: { resource: 'ashby', operation: 'getAll' } });
    await expect(failed).rejects.toBeInstanceOf(Error);
    expect(simulator.stats('ashby').requests).toBe(1);
  });

  test('with an OAuth token let n8n renew it', async () => {
    const token = simulator.credentials('zendesk')['access_token']?.['accessToken'] ?? '';
    const { items } = await execute(zendeskWith({ access_token: 'spent' }, token));
    expect(items).toHaveLength(truthOf(simulator, 'zendesk').length);
  });

  test('with a token that cannot be renewed say to connect again, without asking again', async () => {
    const asked = zendeskWith({ access_token: 'spent' });
    const failed = execute({ ...asked, parameters: { ...asked.parameters, returnAll: false } });
    await expect(failed).rejects.toMatchObject({
      failure: { cause: 'credential-invalid' },
      description: expect.stringContaining('connect it again'),
    });
    expect(simulator.stats('zendesk').requests).toBe(1);
  });

  test('with a renewed token that is refused as well read as a refusal of Zendesk', async () => {
    await expect(execute(zendeskWith({ access_token: 'spent' }, 'spent too'))).rejects.toMatchObject({
      httpCode: '401',
      description: expect.stringContaining('access token'),
    });
  });

  test('keep ids of twenty digits', async () => {
    simulator.set('zendesk', { longIds: true });
    const { items } = await execute({
      credentials: credentialsFor(simulator, 'zendesk'),
      parameters: { resource: 'zendesk', zendeskAuthentication: 'apiToken', operation: 'getAll', output: 'event' },
    });
    for (const { json } of items) expect(json['nativeId']).toMatch(/^\d{17,}$/);
  });

  test.each(['failAt', 'resetAt', 'limitAt', 'truncateAt'])(
    'are sent again after a passing failure: %s',
    async (fault) => {
      simulator.set('ashby', { [fault]: 1, retryAfter: 'zero' });
      const { items } = await execute({
        credentials: credentialsFor(simulator, 'ashby'),
        parameters: { resource: 'ashby', operation: 'getAll', since: '30d', returnAll: true },
      });
      expect(items).toHaveLength(truthOf(simulator, 'ashby').length);
    },
  );
});

describe('An address that redirects', () => {
  let server: Server;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  test('gets the credential once, and where it leads to gets none', async () => {
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const failed = execute({
      credentials: { ashbyAuditLogsApi: { site, apiKey: 'any' } },
      parameters: { resource: 'ashby', operation: 'getAll', options: { timeLimit: 1 } },
    });
    await expect(failed).rejects.toBeInstanceOf(Error);
    expect(asked.filter((url) => url.includes('elsewhere'))).toEqual([]);
  });
});
