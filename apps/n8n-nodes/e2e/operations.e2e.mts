import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startSimulator, type Simulator, type VendorId } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sorted, truthOf, VENDORS } from '../test/truth.mts';
import { type Execution } from './execution.mts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import {
  auditLogs,
  credentialsOf,
  fan,
  goodCredentials,
  manual,
  node,
  oauthCredentials,
  type Node,
  type Workflow,
} from './workflows.mts';

let simulator: Simulator;
let instance: Instance;
let server: Server;

const READ = { since: '30d', redact: false };
const RAW = { ...READ, returnAll: true, output: 'raw', options: { redact: false } };

/** A rule that finds every event, written as in the panel. */
const ANY_EVENT = {
  rules: 'anything',
  ownRules: JSON.stringify({
    title: 'Anything',
    name: 'anything',
    logsource: {},
    detection: { any: { 'verb|exists': true }, condition: 'any' },
  }),
};

function everyOperation(vendor: VendorId): Node[] {
  return [
    auditLogs('All', { resource: vendor, operation: 'getAll', ...RAW }),
    auditLogs('Some', { resource: vendor, operation: 'getAll', since: '30d', limit: 3 }),
    auditLogs('Summary', { resource: vendor, operation: 'summarize', since: '30d' }),
    auditLogs('Trace', { resource: vendor, operation: 'trace', since: '30d', actor: 'nobody@example.com' }),
    auditLogs('Risks', { resource: vendor, operation: 'risks', since: '30d', options: ANY_EVENT }),
    auditLogs('Export', {
      resource: vendor,
      operation: 'export',
      since: '30d',
      fields: 'uid',
      fileName: 'audit.ndjson',
    }),
    ...(vendor === 'zendesk'
      ? [auditLogs('Mail', { resource: vendor, operation: 'requestExport', since: '30d' })]
      : []),
  ];
}

const CONTINUING = ['continueRegularOutput', 'continueErrorOutput'];

/** A workflow that goes on where its node has failed: by the output of the good ones, or by that of the failed ones. */
function failing(onError: string): Workflow {
  const bad = auditLogs('Bad', { resource: 'ashby', operation: 'getAll', since: 'next week' }, { onError });
  const { nodes, connections, ...rest } = fan(onError, manual, bad);
  const then = [{ node: 'Failed', type: 'main', index: 0 }];
  const main = onError === 'continueErrorOutput' ? [[], then] : [then];
  return {
    ...rest,
    nodes: [...nodes, node('Failed', 'n8n-nodes-base.noOp', {})],
    connections: { ...connections, Bad: { main } },
  };
}

const BAD_KEY = { id: 'credential-bad', name: 'bad', type: 'ashbyAuditLogsApi' };

beforeAll(async () => {
  const to = Date.now() - 3_600_000;
  simulator = await startSimulator({ events: 130, from: to - 21 * 86_400_000, to });
  instance = createInstance();
  await instance.importAll(
    [
      ...goodCredentials(simulator),
      ...oauthCredentials(simulator),
      { ...BAD_KEY, data: { site: simulator.baseUrl('ashby'), apiKey: 'wrong' } },
    ],
    [
      ...VENDORS.map((vendor) => fan(`operations-${vendor}`, manual, ...everyOperation(vendor))),
      fan(
        'operations-all',
        manual,
        auditLogs('All', { resource: 'all', operation: 'getAll', ...READ, returnAll: true }),
      ),
      fan(
        'oauth-zendesk',
        manual,
        auditLogs(
          'All',
          { resource: 'zendesk', zendeskAuthentication: 'oAuth2', operation: 'getAll', ...RAW },
          { credentials: credentialsOf(...oauthCredentials(simulator)) },
        ),
      ),
      fan(
        'expression',
        manual,
        auditLogs('Count', {
          resource: 'ashby',
          operation: 'summarize',
          by: [],
          since: '={{ $now.minus({ days: 3 }) }}',
        }),
      ),
      fan(
        'bad-key',
        manual,
        auditLogs('Bad', { resource: 'ashby', operation: 'getAll' }, { credentials: credentialsOf(BAD_KEY) }),
      ),
      fan('bad-window', manual, auditLogs('Bad', { resource: 'ashby', operation: 'getAll', since: 'next week' })),
      ...CONTINUING.map(failing),
      fan(
        'products',
        manual,
        auditLogs(
          'Two',
          { resource: 'all', products: ['gong', 'ashby'], operation: 'getAll', ...READ, returnAll: true },
          { credentials: credentialsOf(...goodCredentials(simulator).filter(({ name }) => name !== 'zendesk')) },
        ),
      ),
      fan(
        'unconnected',
        manual,
        auditLogs(
          'Bad',
          { resource: 'all', operation: 'getAll' },
          { credentials: credentialsOf(...goodCredentials(simulator).filter(({ name }) => name === 'gong')) },
        ),
      ),
      fan('scope', manual, auditLogs('Bad', { resource: 'zendesk', operation: 'getAll' })),
      fan('limited', manual, auditLogs('Bad', { resource: 'ashby', operation: 'getAll', options: { timeLimit: 3 } })),
    ],
  );
  server = await instance.start();
});
afterAll(async () => {
  await server?.stop();
  instance?.remove();
  await simulator?.close();
});

const execute = async (id: string): Promise<Execution> => server.ended(await server.run(id, 'Start'));
const jsonsOf = (execution: Execution, name: string) => (execution.outputs[name] ?? []).map(({ json }) => json);

describe.each(VENDORS)('Every operation on %s', (vendor) => {
  let execution: Execution;
  beforeAll(async () => {
    execution = await execute(`operations-${vendor}`);
  });

  test('succeeds', () => {
    expect(execution).toMatchObject({ status: 'success' });
    expect(execution.error).toBeUndefined();
  });

  test('Get Many gives the truth', () => {
    expect(sorted(jsonsOf(execution, 'All'))).toEqual(sorted(truthOf(simulator, vendor)));
  });

  test('a limit is kept, and n8n alone says so', () => {
    expect(jsonsOf(execution, 'Some')).toHaveLength(3);
    expect(execution.hints['Some']).toEqual([]);
  });

  test('Summarize counts the truth', () => {
    expect(jsonsOf(execution, 'Summary')[0]).toMatchObject({
      total: truthOf(simulator, vendor).length,
      complete: true,
    });
  });

  test('Find Risks looks at the truth', () => {
    const found = jsonsOf(execution, 'Risks');
    expect(found).toHaveLength(truthOf(simulator, vendor).length);
    expect(found[0]).toMatchObject({ rule: 'anything', evidence: [expect.any(String)] });
  });

  test('Trace Actor of nobody is empty', () => {
    expect(jsonsOf(execution, 'Trace')).toEqual([]);
  });

  test('Export to File keeps a file on disk with a line for every event', () => {
    const { id = '' } = execution.outputs['Export']?.[0]?.binary?.['data'] ?? {};
    const [mode, file = ''] = id.split(':');
    expect(mode).toBe('filesystem-v2');
    const lines = readFileSync(path.join(instance.folder, '.n8n', 'storage', file), 'utf8')
      .trim()
      .split('\n');
    expect(new Set(lines).size).toBe(truthOf(simulator, vendor).length);
  });
});

test('Request E-Mail Export reached Zendesk once', () => {
  expect(simulator.stats('zendesk').log.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('Several products give the truth of all', async () => {
  const expected = VENDORS.flatMap((vendor) => truthOf(simulator, vendor)).length;
  expect(jsonsOf(await execute('operations-all'), 'All')).toHaveLength(expected);
});

test('Products decide what is read, and need no other credential', async () => {
  const execution = await execute('products');
  expect(execution.error).toBeUndefined();
  const expected = [...truthOf(simulator, 'gong'), ...truthOf(simulator, 'ashby')];
  expect(jsonsOf(execution, 'Two')).toHaveLength(expected.length);
});

test.each(CONTINUING)('a failed item keeps what to do with %s', async (onError) => {
  const execution = await execute(onError);
  expect(execution.status).toBe('success');
  expect(jsonsOf(execution, 'Failed')).toEqual([
    {
      error: {
        message: expect.stringContaining('next week'),
        hint: expect.stringContaining('24h'),
        code: 'invalid_query',
        field: 'since',
      },
    },
  ]);
});

test('an OAuth token of Zendesk is fetched by n8n', async () => {
  const execution = await execute('oauth-zendesk');
  expect(execution.error).toBeUndefined();
  expect(sorted(jsonsOf(execution, 'All'))).toEqual(sorted(truthOf(simulator, 'zendesk')));
});

test('a window may be an expression', async () => {
  const execution = await execute('expression');
  const { query } = jsonsOf(execution, 'Count')[0] as { query: { since: string } };
  expect(Math.abs(Date.parse(query.since) - (Date.now() - 3 * 86_400_000))).toBeLessThan(60_000);
});

describe('Errors read well', () => {
  test.each([
    ['bad-key', { message: /wrong, expired or revoked/, description: /API key/, cause: 'credential-invalid' }],
    ['bad-window', { message: /next week/, description: /24h/, cause: 'configuration-invalid' }],
    ['unconnected', { message: /Zendesk and Ashby are not/, description: /Products/, cause: 'configuration-invalid' }],
    ['scope', { message: /may not read/, description: /auditlogs:read|Enterprise/, cause: 'credential-invalid' }],
    ['limited', { message: /fewer requests/, description: /again|less/, cause: 'rate-limited' }],
  ])('%s', async (id, { message, description, cause }) => {
    simulator.set('zendesk', { noAccess: id === 'scope' });
    simulator.set('ashby', { limitEvery: id === 'limited' ? 1 : 0, retryAfter: 'hours' });
    const { status, error } = await execute(id);
    simulator.reset();
    expect(status).toBe('error');
    expect(error?.message).toMatch(message);
    expect(error?.description).toMatch(description);
    expect(error?.failure).toMatchObject({ cause });
  });
});
