import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { credentialsFor, execute, poll } from './fake-n8n.mts';
import { startVendors } from './simulated.mts';
import { truthOf, VENDORS } from './truth.mts';

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

  test('take the text unchanged, follow no redirect, and time out', async () => {
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
    expect(requests[0]?.timeout).toBeLessThanOrEqual(11_000);
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': expect.stringContaining('trailhound/') });
  });

  test('with a key are sent once, even if the key is refused', async () => {
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

  test('with a token that cannot be renewed say to reconnect, and are not repeated', async () => {
    const asked = zendeskWith({ access_token: 'spent' });
    const failed = execute({ ...asked, parameters: { ...asked.parameters, returnAll: false } });
    await expect(failed).rejects.toMatchObject({
      failure: { cause: 'credential-invalid' },
      description: expect.stringContaining('connect it again'),
    });
    expect(simulator.stats('zendesk').requests).toBe(1);
  });

  test('with a renewed token that is refused, too, are reported as refused by Zendesk', async () => {
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
    'are repeated after a transient failure: %s',
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

describe('A vendor that hangs', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startVendors();
  });
  afterEach(() => simulator.reset());
  afterAll(() => simulator.close());

  const LIMIT_S = 2;
  const LATE_MS = 1000;

  /** Whether it has settled when a timer of this process ends that is set now: a busy machine holds up both. */
  function settlesWithin(ms: number, running: Promise<unknown>): Promise<boolean> {
    const settled = running.then(
      () => true,
      () => true,
    );
    return Promise.race([settled, delay(ms, false)]);
  }

  test.each(['silent', 'body', 'headers', 'informational'])(
    "is cut off at the node's time limit: %s",
    async (stall) => {
      simulator.set('ashby', { stall });
      const failed = execute({
        credentials: credentialsFor(simulator, 'ashby'),
        parameters: { resource: 'ashby', operation: 'getAll', options: { timeLimit: LIMIT_S } },
      });
      expect(await settlesWithin(LIMIT_S * 1000 + LATE_MS, failed)).toBe(true);
      await expect(failed).rejects.toMatchObject({ httpCode: '504', failure: { cause: 'temporarily-unavailable' } });
    },
  );

  test('becomes a hint beside the results of the others', async () => {
    simulator.set('gong', { stall: 'silent' });
    const { items, hints } = await execute({
      credentials: credentialsFor(simulator, ...VENDORS),
      parameters: {
        resource: 'all',
        gongAuthentication: 'accessKey',
        zendeskAuthentication: 'apiToken',
        operation: 'getAll',
        since: '30d',
        options: { timeLimit: LIMIT_S },
      },
    });
    expect(items.length).toBeGreaterThan(0);
    expect(hints).toContainEqual(expect.stringMatching(/^Partial result: Gong, .* \(timeout\)/));
  });

  test('does not exhaust the time of a poll', async () => {
    simulator.set('gong', { stall: 'silent' });
    const kept = {};
    const setting = {
      credentials: credentialsFor(simulator, ...VENDORS),
      parameters: {
        resource: 'all',
        gongAuthentication: 'accessKey',
        zendeskAuthentication: 'apiToken',
        options: { lookback: '30d' },
      },
      budgetMs: 4000,
      mode: 'manual' as const,
      kept,
    };
    const polling = poll(setting);
    expect(await settlesWithin(3000 + LATE_MS, polling)).toBe(true);
    expect((await polling).items?.length).toBeGreaterThan(0);
  });
});

describe('A vendor that repeats the credential', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startVendors();
  });
  afterEach(() => simulator.reset());
  afterAll(() => simulator.close());

  const CASES = VENDORS.flatMap((vendor) => ['400', '401', '403', '429', '500'].map((status) => ({ vendor, status })));

  test.each(CASES)('is not repeated in any error, item or hint: $vendor with $status', async ({ vendor, status }) => {
    simulator.set(vendor, { echo: status, retryAfter: 'zero' });
    const credentials = credentialsFor(simulator, vendor);
    const parameters = {
      resource: vendor,
      gongAuthentication: 'accessKey',
      zendeskAuthentication: 'apiToken',
      operation: 'getAll',
      options: { timeLimit: 1 },
    };
    const shown: string[] = [];
    for (let time = 0; time < FORMS; time += 1) {
      const thrown: unknown = await execute({ credentials, parameters }).catch((failed: unknown) => failed);
      const { items } = await execute({ credentials, parameters, continueOnFail: true });
      shown.push(inspect(thrown, { depth: 9, showHidden: true }), inspect(items, { depth: 9, showHidden: true }));
    }
    expect(shown.join('\n')).toContain('[redacted:');
    expect(leaksIn(shown.join('\n'), Object.values(credentials))).toEqual([]);
  });

  test('is not repeated after n8n renews the token or fails to, either', async () => {
    simulator.set('zendesk', { echo: '401' });
    const renewal = 'renewed-token-0123456789abcdef';
    const oauth = {
      site: simulator.baseUrl('zendesk'),
      grantType: 'clientCredentials',
      renewal,
      oauthTokenData: { access_token: 'spent-token-0123456789abcdef' },
    };
    const credentials = { zendeskAuditLogsOAuth2Api: oauth };
    const parameters = { resource: 'zendesk', zendeskAuthentication: 'oAuth2', operation: 'getAll' };
    const { items } = await execute({ credentials, parameters, continueOnFail: true });
    expect(inspect(items, { depth: 9 })).not.toMatch(/renewed-token|0123456789abcdef/);
  });
});

/** The number of forms in which the simulator repeats a credential. */
const FORMS = 6;

/** Secrets of the credentials that stand in the text, as they are or in base64. */
function leaksIn(text: string, credentials: readonly object[]): string[] {
  const secrets = credentials.flatMap((fields) =>
    Object.entries(fields).flatMap(([name, value]) => (/key|token|secret/i.test(name) ? [String(value)] : [])),
  );
  const inBase64 = (secret: string): string[] => ['', 'x', 'xx'].map((before) => btoa(before + secret).slice(4, 16));
  const forms = [...secrets, ...secrets.map(encodeURIComponent), ...secrets.flatMap(inBase64)];
  return forms.filter((form) => text.includes(form));
}

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

  test('gets the credential once, and its target gets none', async () => {
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const failed = execute({
      credentials: { ashbyAuditLogsApi: { site, apiKey: 'any' } },
      parameters: { resource: 'ashby', operation: 'getAll', options: { timeLimit: 1 } },
    });
    await expect(failed).rejects.toBeInstanceOf(Error);
    expect(asked.filter((url) => url.includes('elsewhere'))).toEqual([]);
  });
});
