import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { VENDOR_IDS } from '@trailhound/simulator';
import { TIMELINE_URI } from '../src/timeline-page.ts';
import { BIN, ENV, serve, type Served } from './processes.ts';
import { world } from './world.ts';

const TOOL = 'show_audit_timeline';
const URI = TIMELINE_URI;
const TYPE = 'text/html;profile=mcp-app';
const PAGES = { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: [TYPE] } } };
const HOSTILE = Object.fromEntries(VENDOR_IDS.map((vendor) => [vendor, { hostileText: true }]));

type Mode = 'auto' | 'legacy';

const open: Client[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function connected(
  transport: StdioClientTransport | StreamableHTTPClientTransport,
  mode: Mode,
  capabilities: object = {},
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities, versionNegotiation: { mode } });
  open.push(client);
  await client.connect(transport);
  return client;
}

const stdio = (...args: string[]): StdioClientTransport =>
  new StdioClientTransport({ command: process.execPath, args: [BIN, '--demo', ...args], env: ENV, stderr: 'ignore' });

const namesOf = async (client: Client): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name);

describe('The tool that shows a timeline', () => {
  let served: Record<'usual' | 'always', Served>;
  beforeAll(async () => {
    const [usual, always] = await Promise.all([serve(['--demo']), serve(['--demo', '--pages', 'on'])]);
    served = { usual, always };
  });
  afterAll(() => Promise.all(Object.values(served).map(({ stop }) => stop())));

  const http = (which: keyof typeof served): StreamableHTTPClientTransport =>
    new StreamableHTTPClientTransport(new URL(served[which].url));

  test.each<[string, Mode, () => StdioClientTransport | StreamableHTTPClientTransport]>([
    ['stdio, as of 2025', 'legacy', () => stdio()],
    ['stdio, as of 2026', 'auto', () => stdio()],
    ['HTTP, as of 2026', 'auto', () => http('usual')],
  ])('over %s is listed for a client that shows pages, and for no other', async (_, mode, transport) => {
    const [shows, hides] = [await connected(transport(), mode, PAGES), await connected(transport(), mode)];
    const [listed, others] = [await namesOf(shows), await namesOf(hides)];
    expect(listed.filter((name) => !others.includes(name))).toEqual([TOOL]);
    expect(others).toEqual(listed.filter((name) => name !== TOOL));
  });

  test('over HTTP, as of 2025, has to be switched on, because a request does not say what the client can do', async () => {
    expect(await namesOf(await connected(http('usual'), 'legacy', PAGES))).not.toContain(TOOL);
    const client = await connected(http('always'), 'legacy', PAGES);
    expect(await namesOf(client)).toContain(TOOL);
    const { structuredContent } = await client.callTool({ name: TOOL, arguments: { since: '7d' } });
    expect(structuredContent).toMatchObject({ exact: true });
  });
});

describe('With --pages', () => {
  test('off, there is neither the tool nor the page', async () => {
    const { client } = await world({ options: { pages: 'off' } });
    expect((await client.listResources()).resources.map(({ uri }) => uri)).not.toContain(URI);
    expect(await client.callTool({ name: TOOL }).catch(String)).toContain('not found');
  });

  test('on, every client gets the tool, which names its page', async () => {
    const { client } = await world({ options: { pages: 'on' } });
    const { tools } = await client.listTools();
    const tool = tools.find(({ name }) => name === TOOL);
    expect(tool).toMatchObject({ annotations: { readOnlyHint: true }, _meta: { ui: { resourceUri: URI } } });
  });

  test('auto, what other clients see is exactly what they see with off', async () => {
    const [auto, off] = await Promise.all([world(), world({ options: { pages: 'off' } })]);
    expect(await auto.client.listTools()).toEqual(await off.client.listTools());
  });
});

describe('An answer of the timeline', () => {
  interface Body {
    readonly total: number;
    readonly bars: readonly (readonly [string, ...number[]])[];
    readonly groups: readonly { readonly by: string; readonly top: readonly (readonly [string, number])[] }[];
    readonly coverage: readonly { readonly scanned: number }[];
    readonly warnings: readonly string[];
    readonly histogram: { readonly bars: readonly (readonly [string, number])[] };
  }

  test('says in text what the page draws, with the numbers and warnings of a summary', async () => {
    const { client } = await world({ simulator: { switches: { gong: { missingScope: true } } } });
    const shown = await client.callTool({ name: TOOL, arguments: { since: '20d' } });
    const body = shown.structuredContent as Body;
    expect(shown.content).toEqual([{ type: 'text', text: JSON.stringify(body) }]);
    // People are joined in a summary, and as the logs call them on a page, which filters its rows by that.
    const by = ['action', 'verb', 'flags'];
    const summed = await client.callTool({ name: 'summarize_audit_logs', arguments: { since: '20d', by, top: 8 } });
    const { total, groups, histogram, coverage, warnings } = summed.structuredContent as Body;
    expect(body).toMatchObject({ total, warnings });
    // The page needs a line for each log.
    const scanned = (of: Body['coverage']): number => of.reduce((sum, one) => sum + one.scanned, 0);
    expect(scanned(body.coverage)).toBe(scanned(coverage));
    expect(body.coverage.length).toBeGreaterThan(coverage.length);
    expect(warnings.length).toBeGreaterThan(0);
    const shownGroups = Object.fromEntries(body.groups.map((group) => [group.by, group.top]));
    for (const group of groups) expect(shownGroups[group.by], group.by).toEqual(group.top);
    const sums = body.bars.map(([from, ...counts]) => [from, counts.reduce((sum, one) => sum + one, 0)] as const);
    expect(sums.filter(([, count]) => count > 0)).toEqual(
      histogram.bars.map(([from, count]) => [from.replace(':00.000Z', 'Z'), count]),
    );
  });

  test('has at most 120 bars and 24,000 characters, however long the names are', async () => {
    const { client } = await world({
      simulator: { switches: HOSTILE, events: 800 },
      options: { maxResultChars: 100_000 },
    });
    for (const since of ['59h', '118h', '14d', '118d', '90w']) {
      const { structuredContent } = await client.callTool({ name: TOOL, arguments: { since } });
      const body = structuredContent as Body;
      expect(body.bars.length).toBeLessThanOrEqual(120);
      expect(JSON.stringify(body).length).toBeLessThanOrEqual(24_000);
    }
  });

  test('comes with a page that asks for no network and no permission', async () => {
    const { client } = await world();
    const { contents } = await client.readResource({ uri: URI });
    const none = { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] };
    expect(contents).toEqual([
      {
        uri: URI,
        mimeType: TYPE,
        text: expect.stringMatching(/^<!doctype html>/),
        _meta: { ui: { csp: none, prefersBorder: true } },
      },
    ]);
  });
});
