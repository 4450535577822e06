import { readFileSync, writeFileSync } from 'node:fs';
import { providers, QueryInput, type Provider } from '@trailhound/core';
import type { Tool } from '@modelcontextprotocol/client';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { VENDOR_IDS } from '@trailhound/simulator';
import { beforeAll, describe, expect, test } from 'vitest';
import { openArchiveOf, snake } from '@trailhound/program';
import { clientOf } from './one-vendor.ts';
import { world, type World } from './world.ts';

const MOST_EACH = 480;
/** With three products: the tools that are listed by default, and all of them. */
const MOST_LISTED = 3500;
const MOST_ALL = 4500;
/** Listed only for clients that show pages. */
const MOST_WITH_PAGE = 250;
const MOST_GROWTH = 1.1;
/** Longer texts are cut by clients. */
const MOST_BYTES = 2048;

const TOOLS_FILE = new URL('surface/tools.json', import.meta.url);
const TOKENS_FILE = new URL('surface/tokens.json', import.meta.url);

const RUN = 'npx vitest run --project apps/mcp-server surface && npx oxfmt apps/mcp-server/test/surface';
const RENEW_TOOLS = `If the change is meant: UPDATE_SURFACE=1 ${RUN}`;
const RENEW_TOKENS = `If it is worth its tokens to every user: UPDATE_SURFACE=tokens ${RUN}`;

const { UPDATE_SURFACE = '' } = process.env;

interface Tokens {
  readonly total: number;
  readonly tools: Readonly<Record<string, number>>;
}

type Schema = Readonly<Record<string, unknown>>;

let whole: World;
let tools: Tool[];
let usual: Tool[];

beforeAll(async () => {
  const archive = openArchiveOf({ archive: import.meta.dirname, offline: false, env: {} });
  const made = await world({ options: { exportDir: '/tmp', allowZendeskExport: true, pages: 'on' } });
  const options = { ...made.service.options, allowSql: true };
  whole = { ...made, client: await clientOf({ ...made.service, archive, options }) };
  ({ tools } = await whole.client.listTools());
  const plain = await world();
  ({ tools: usual } = await plain.client.listTools());
  if (UPDATE_SURFACE !== '') write(TOOLS_FILE, tools);
  if (UPDATE_SURFACE === 'tokens') write(TOKENS_FILE, tokensOf(tools));
});

describe('The list of tools', () => {
  test('matches the snapshot', () => {
    expect(JSON.stringify(tools, null, 2), RENEW_TOOLS).toBe(JSON.stringify(read(TOOLS_FILE) as Tool[], null, 2));
  });

  test('has a fixed order, in which optional tools do not move the general ones', async () => {
    const [again, other] = await Promise.all([whole.client.listTools(), world()]);
    expect(namesOf(again.tools)).toEqual(namesOf(tools));
    expect(namesOf((await other.client.listTools()).tools)).toEqual(namesOf(usual));
    expect(namesOf(tools).slice(0, usual.length)).toEqual(namesOf(usual));
    expect(namesOf(tools)).toHaveLength(10 + Object.keys(providers).length);
  });

  test('offers no writing tool unless the operator enabled it', () => {
    expect(usual.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
    const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint !== true);
    expect(namesOf(writing)).toEqual(['export_audit_logs', 'request_zendesk_audit_export']);
  });

  test('has vendor tools only for the connected vendors', async () => {
    const { client } = await world({ simulator: { vendors: ['ashby'] } });
    const names = namesOf((await client.listTools()).tools);
    expect(names.filter((name) => /^query_.+_audit_logs$/.test(name))).toEqual(['query_ashby_audit_logs']);
  });
});

describe('With one product', () => {
  test.each(VENDOR_IDS)('%s, no text names another', async (vendor) => {
    const { client } = await world({ simulator: { vendors: [vendor] } });
    const { tools: own } = await client.listTools();
    const said = JSON.stringify([own, client.getInstructions()]);
    const others = Object.values<Provider>(providers).filter(({ id }) => id !== vendor);
    for (const { id, label, logs } of others)
      for (const word of [id, label, ...logs.map((log) => log.id)].filter((name) => !/^audit_logs?$/.test(name)))
        expect(said).not.toContain(word);
  });
});

describe('The token cost of the surface', () => {
  test(`is at most ${MOST_EACH} for each product, ${MOST_LISTED} for three, and ${MOST_ALL} with all tools`, () => {
    const [all, listed] = [tokensOf(tools), tokensOf(usual)];
    const products = Object.keys(providers).map((id) => listed.tools[`query_${id}_audit_logs`] ?? Number.NaN);
    for (const tokens of products) expect(tokens).toBeLessThanOrEqual(MOST_EACH);
    const further = MOST_EACH * (products.length - 3);
    expect(listed.total).toBeLessThanOrEqual(MOST_LISTED + further);
    expect(all.total).toBeLessThanOrEqual(MOST_ALL + further);
    expect(all.tools['show_audit_timeline']).toBeLessThanOrEqual(MOST_WITH_PAGE);
  });

  test('has grown by at most a tenth, per tool and in total', () => {
    const [now, before] = [tokensOf(tools), read(TOKENS_FILE) as Tokens];
    expect(Object.keys(now.tools), RENEW_TOKENS).toEqual(Object.keys(before.tools));
    const grown = Object.entries({ ...now.tools, total: now.total }).flatMap(([name, count]) => {
      const baseline = name === 'total' ? before.total : (before.tools[name] ?? 0);
      return count > baseline * MOST_GROWTH ? [`${name}: ${baseline} → ${count}`] : [];
    });
    expect(grown, RENEW_TOKENS).toEqual([]);
  });
});

describe('Every tool', () => {
  test('has a name that every client accepts, and a title and description that none truncates', () => {
    for (const { name, title, description } of tools) {
      expect(name).toMatch(/^[a-z_]{1,64}$/);
      expect(title, name).toMatch(/\S/);
      expect(description, name).toMatch(/\S/);
      expect(bytes(description), name).toBeLessThan(MOST_BYTES);
    }
    expect(new Set(namesOf(tools)).size).toBe(tools.length);
  });

  test('sets all four annotation hints', () => {
    for (const { name, annotations } of tools) {
      expect(annotations, name).toEqual({
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
        idempotentHint: expect.any(Boolean),
        openWorldHint: expect.any(Boolean),
      });
    }
  });

  test('takes one flat object without unknown properties', () => {
    for (const { name, inputSchema } of tools) {
      expect(inputSchema, name).toMatchObject({ type: 'object', additionalProperties: false });
      for (const root of ['anyOf', 'oneOf', 'allOf', '$ref', '$defs'])
        expect(inputSchema, name).not.toHaveProperty(root);
    }
    const odd = argumentsOf(tools).filter(({ schema }) => !isScalar(schema) && !isListOfScalars(schema));
    expect(odd).toEqual([]);
  });

  test('describes every argument, short enough for every client', () => {
    for (const { where, schema } of argumentsOf(tools)) {
      expect(schema['description'], where).toMatch(/\S/);
      expect(bytes(String(schema['description'])), where).toBeLessThan(MOST_BYTES);
    }
  });

  test('gives every integer realistic bounds', () => {
    for (const { where, schema } of argumentsOf(tools)) {
      expect(schema['type'], where).not.toBe('number');
      if (schema['type'] !== 'integer') continue;
      expect(schema, where).toMatchObject({ minimum: expect.any(Number), maximum: expect.any(Number) });
      expect(Number(schema['minimum']), where).toBeLessThanOrEqual(Number(schema['maximum']));
      expect(Number(schema['maximum']), where).toBeLessThan(2 ** 31);
    }
  });

  test('has no schema that wastes tokens or breaks clients: patterns, type lists, empty schemas', () => {
    for (const { where, schema } of argumentsOf(tools)) {
      for (const one of [schema, schema['items'] as Schema | undefined]) {
        if (one === undefined) continue;
        expect(one, where).not.toHaveProperty('pattern');
        expect(one['type'], where).toBeTypeOf('string');
        for (const combined of ['anyOf', 'oneOf', 'allOf', 'not', '$ref'])
          expect(one, where).not.toHaveProperty(combined);
      }
    }
  });

  test('requires only arguments that it has', () => {
    for (const { name, inputSchema } of tools)
      for (const required of inputSchema.required ?? []) expect(inputSchema.properties, name).toHaveProperty(required);
  });
});

describe('The instructions', () => {
  test('are short enough for every client, and name only existing tools', () => {
    const text = whole.client.getInstructions() ?? '';
    expect(text).toMatch(/\S/);
    expect(bytes(text)).toBeLessThan(MOST_BYTES);
    const named = text.match(/\b[a-z]+(?:_[a-z]+)*_audit_[a-z]+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !namesOf(usual).includes(name))).toEqual([]);
  });
});

/** A value for each filter of a vendor, and what arrives at the vendor then. */
const NATIVE: Readonly<Record<string, Readonly<Record<string, { given: unknown; arrives: RegExp; with?: object }>>>> = {
  gong: {},
  zendesk: {
    action: { given: ['destroy'], arrives: /filter\[action\]=destroy/ },
    actorId: { given: '361000000123', arrives: /filter\[actor_id\]=361000000123/ },
    ipAddress: { given: '192.0.2.10', arrives: /filter\[ip_address\]=192\.0\.2\.10/ },
    sourceType: { given: ['user'], arrives: /filter\[source_type\]=user/ },
    sourceId: { given: '3007', arrives: /filter\[source_id\]=3007/, with: { source_type: ['user'] } },
    pageSize: { given: 7, arrives: /page\[size\]=7&/ },
  },
  ashby: {
    actorIds: { given: ['a-1'], arrives: /"actorIds":\["a-1"\]/ },
    targetIds: { given: ['t-1'], arrives: /"targetIds":\["t-1"\]/ },
    targetTypes: { given: ['job'], arrives: /"targetTypes":\["job"\]/ },
    categories: { given: ['JobStatusChanged'], arrives: /"categories":\["JobStatusChanged"\]/ },
    limit: { given: 7, arrives: /"limit":7/ },
  },
};

const FILTERS = Object.values<Provider>(providers).flatMap(({ id, filters }) =>
  Object.keys(filters.shape).map((name) => ({ provider: id, name })),
);
/** Those with a value to try. */
const TRIED = FILTERS.filter(({ provider }) => provider in NATIVE);

describe('Every query is reachable through tools', () => {
  test('every query field is an argument of query_audit_logs, except native filters and, with one account each, accounts', () => {
    const fields = Object.keys(QueryInput.shape).filter((name) => name !== 'filters' && name !== 'accounts');
    const missing = fields.filter((name) => !(snake(name) in propertiesOf('query_audit_logs')));
    expect(missing).toEqual([]);
  });

  test.each(TRIED)(
    'the filter $name of $provider is an argument that reaches the vendor',
    async ({ provider, name }) => {
      const tool = `query_${provider}_audit_logs`;
      const argument = argumentOf(tool, name);
      const { given, arrives, with: more } = NATIVE[provider]?.[name] ?? { given: undefined, arrives: /$^/ };
      const { client, simulator } = await world({ simulator: { events: 50 } });
      const answer = await client.callTool({ name: tool, arguments: { since: '7d', [argument]: given, ...more } });
      expect(answer.isError, JSON.stringify(answer.content)).not.toBe(true);
      const { log } = simulator.stats(provider as 'zendesk' | 'ashby');
      const asked = log.map(({ query, body }) => `${decodeURIComponent(query)}&${body}`);
      expect(asked.join('\n')).toMatch(arrives);
    },
  );

  test("the e-mailed export takes Zendesk's filters, except the page size", () => {
    for (const { provider, name } of FILTERS.filter((one) => one.provider === 'zendesk' && one.name !== 'pageSize'))
      expect(argumentOf(`request_${provider}_audit_export`, name)).toMatch(/\S/);
  });

  test('every log of a vendor is listed where there is a choice', () => {
    for (const { id, logs } of Object.values<Provider>(providers).filter((one) => one.logs.length > 1)) {
      const schema = propertiesOf(`query_${id}_audit_logs`)['logs'] as Schema;
      for (const log of logs) expect(schema['description']).toContain(log.id);
    }
  });
});

/** The name of a filter as an argument: in snake case, set apart where we have an argument of that name. */
function argumentOf(tool: string, filter: string): string {
  const properties = propertiesOf(tool);
  const found = [`native_${snake(filter)}`, snake(filter)].find((name) => name in properties);
  return found ?? expect.fail(`${tool} has no argument for ${filter}`);
}

function propertiesOf(name: string): Schema {
  return tools.find((tool) => tool.name === name)?.inputSchema.properties ?? {};
}

function argumentsOf(all: readonly Tool[]): { where: string; schema: Schema }[] {
  return all.flatMap(({ name, inputSchema }) =>
    Object.entries(inputSchema.properties ?? {}).map(([field, schema]) => ({
      where: `${name}.${field}`,
      schema: schema as Schema,
    })),
  );
}

function isScalar({ type }: Schema): boolean {
  return ['string', 'integer', 'boolean'].includes(String(type));
}

function isListOfScalars({ type, items }: Schema): boolean {
  return type === 'array' && typeof items === 'object' && items !== null && isScalar(items as Schema);
}

function tokensOf(all: readonly Tool[]): Tokens {
  const counts = all.map((tool) => [tool.name, countTokens(JSON.stringify(tool))] as const);
  return { total: counts.reduce((sum, [, count]) => sum + count, 0), tools: Object.fromEntries(counts) };
}

function namesOf(all: readonly Tool[]): string[] {
  return all.map(({ name }) => name);
}

function bytes(text = ''): number {
  return Buffer.byteLength(text);
}

function read(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function write(file: URL, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
