import { randomUUID } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  completable,
  createMcpHandler,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  isLegacyRequest,
  McpServer,
  ResourceTemplate,
  WebStandardStreamableHTTPServerTransport,
  type CallToolResult,
  type GetPromptResult,
  type InputRequest,
  type InputRequiredResult,
  type McpHttpHandler,
  type ServerContext,
  type ServerNotifier,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { startHttp, type CreateHandler, type RunningHttp } from '../src/http/serve.ts';
import { ashbyWith, serviceWith } from './one-vendor.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const SILENCE = Buffer.from(
  'RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0@\x1f\0\0@\x1f\0\0\x01\0\x08\0data\0\0\0\0',
  'latin1',
);

const image = { type: 'image', data: PIXEL, mimeType: 'image/png' } as const;
const audio = { type: 'audio', data: SILENCE.toString('base64'), mimeType: 'audio/wav' } as const;
const text = (said: string) => ({ type: 'text', text: said }) as const;
const embedded = (uri: string, mimeType: string, said: string) =>
  ({ type: 'resource', resource: { uri, mimeType, text: said } }) as const;

type Content = CallToolResult['content'];

/** Tools that always answer the same. */
const ANSWERS: Readonly<Record<string, Content>> = {
  test_simple_text: [text('This is a simple text response for testing.')],
  test_image_content: [image],
  test_audio_content: [audio],
  test_embedded_resource: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')],
  test_multiple_content_types: [
    text('Multiple content types test:'),
    image,
    embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ],
};

type Act = (context: ServerContext, changed: () => ServerNotifier) => unknown;

const LOG = ['Tool execution started', 'Tool processing data', 'Tool execution completed'];

/** Tools that do something on the way to their answer. */
const ACTS: Readonly<Record<string, Act>> = {
  test_error_handling: () => {
    throw new Error('This tool intentionally returns an error for testing');
  },
  test_tool_with_progress: async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100])
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
  },
  test_tool_with_logging: async ({ mcpReq }) => {
    for (const line of LOG) await mcpReq.log('info', line);
  },
  test_logging_tool: ({ mcpReq }) => mcpReq.log('info', 'Nobody has asked for this'),
  test_trigger_tool_change: (_, changed) => changed().toolsChanged(),
  test_trigger_prompt_change: (_, changed) => changed().promptsChanged(),
};

type Asked = Readonly<Record<string, InputRequest>>;
type Fields = Parameters<typeof inputRequired.elicit>[0]['requestedSchema'];

/** A tool or prompt that asks its client something, in one round or more, and then answers. */
interface Dialogue {
  readonly rounds: readonly ((given: Readonly<Record<string, string>>) => Asked)[];
  /** Whether its state goes through the client, signed. */
  readonly sealed?: true;
  /** Whether to ask only for what the client says that it can do. */
  readonly asDeclared?: true;
}

const elicit = (message: string, properties: object, required = Object.keys(properties)): InputRequest =>
  inputRequired.elicit({ message, requestedSchema: { type: 'object', properties, required } as Fields });
const sample = (said: string, maxTokens = 100): InputRequest =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: text(said) }], maxTokens });

const string = { type: 'string' };
const confirm = () => ({ confirm: elicit('Please confirm', { ok: { type: 'boolean' } }) });
const name = () => ({ user_name: elicit('What is your name?', { name: string }) });

const DEFAULTS = {
  name: { ...string, default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { ...string, enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};

const OPTIONS = ['option1', 'option2', 'option3'];
const TITLED = ['First', 'Second', 'Third'].map((title, index) => ({ const: `value${index + 1}`, title }));
const ENUMS = {
  untitledSingle: { ...string, enum: OPTIONS },
  titledSingle: { ...string, oneOf: TITLED },
  legacyEnum: { ...string, enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
  untitledMulti: { type: 'array', items: { ...string, enum: OPTIONS } },
  titledMulti: { type: 'array', items: { anyOf: TITLED } },
};

const DIALOGUES: Readonly<Record<string, Dialogue>> = {
  test_sampling: { rounds: [({ prompt = '' }) => ({ answer: sample(prompt) })] },
  test_elicitation: {
    rounds: [({ message = '' }) => ({ user: elicit(message, { username: string, email: string }) })],
  },
  test_elicitation_sep1034_defaults: { rounds: [() => ({ user: elicit('Check the defaults', DEFAULTS, []) })] },
  test_elicitation_sep1330_enums: { rounds: [() => ({ user: elicit('Choose', ENUMS, []) })] },
  test_missing_capability: { rounds: [() => ({ answer: sample('Hello') })] },
  test_streaming_elicitation: { rounds: [confirm] },
  test_input_required_result_elicitation: { rounds: [name] },
  test_input_required_result_sampling: {
    rounds: [() => ({ capital_question: sample('What is the capital of France?') })],
  },
  test_input_required_result_list_roots: { rounds: [() => ({ client_roots: inputRequired.listRoots() })] },
  test_input_required_result_request_state: { rounds: [confirm], sealed: true },
  test_input_required_result_tampered_state: { rounds: [confirm], sealed: true },
  test_input_required_result_multiple_inputs: {
    rounds: [
      () => ({ ...name(), greeting: sample('Generate a greeting', 50), client_roots: inputRequired.listRoots() }),
    ],
    sealed: true,
  },
  test_input_required_result_multi_round: {
    rounds: [
      () => ({ step1: elicit('Step 1: What is your name?', { name: string }) }),
      () => ({ step2: elicit('Step 2: What is your favorite color?', { color: string }) }),
    ],
    sealed: true,
  },
  test_input_required_result_capabilities: {
    rounds: [() => ({ ...name(), greeting: sample('Generate a greeting') })],
    asDeclared: true,
  },
};

const INPUTS: Readonly<Record<string, z.ZodObject>> = {
  test_sampling: z.object({ prompt: z.string() }),
  test_elicitation: z.object({ message: z.string() }),
};

type Messages = readonly Content[number][];
type Given = Readonly<Record<string, string>>;

/** Prompts, all of them said by the user. */
const PROMPTS: Readonly<Record<string, { args?: z.ZodObject; says: (given: Given) => Messages }>> = {
  test_simple_prompt: { says: () => [text('This is a simple prompt for testing.')] },
  test_prompt_with_arguments: {
    args: z.object({
      arg1: completable(z.string(), (typed) => ['paris', 'park', 'party'].filter((word) => word.startsWith(typed))),
      arg2: z.string(),
    }),
    says: ({ arg1, arg2 }) => [text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
  },
  test_prompt_with_embedded_resource: {
    args: z.object({ resourceUri: z.string() }),
    says: ({ resourceUri = '' }) => [
      embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
      text('Please process the embedded resource above.'),
    ],
  },
  test_prompt_with_image: { says: () => [image, text('Please analyze the image above.')] },
};

const ASKING_PROMPT: Dialogue = {
  rounds: [() => ({ user_context: elicit('What context should the prompt use?', { context: string }) })],
};

const RESOURCES = {
  'test://static-text': { mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
  'test://static-binary': { mimeType: 'image/png', blob: PIXEL },
  'test://watched-resource': { mimeType: 'text/plain', text: 'This one is watched.' },
} as const;
const TEMPLATE = 'test://template/{id}/data';

const seal = createRequestStateCodec<{ round: number }>({ key: randomUUID() });

/** What the suite expects to find, made anew for each request or session. */
function fixtures(changed: () => ServerNotifier): McpServer {
  const server = new McpServer(
    { name: 'fixtures', version: '1.0.0' },
    { capabilities: { logging: {}, resources: { subscribe: true } }, requestState: seal },
  );
  for (const [tool, content] of Object.entries(ANSWERS))
    server.registerTool(tool, { description: tool }, () => ({ content }));
  for (const [tool, act] of Object.entries(ACTS))
    server.registerTool(tool, { description: tool }, async (context) => {
      await act(context, changed);
      return { content: [text('Done')] };
    });
  for (const [tool, dialogue] of Object.entries(DIALOGUES))
    server.registerTool(
      tool,
      { description: tool, inputSchema: INPUTS[tool] ?? z.object({}) },
      async (given, context) => {
        const said = await converse(dialogue, given, context);
        return typeof said === 'string' ? { content: [text(said)] } : said;
      },
    );
  registerPrompts(server);
  registerResources(server);
  return server;
}

function registerPrompts(server: McpServer): void {
  const say = (messages: Messages): GetPromptResult => ({
    messages: messages.map((content) => ({ role: 'user', content })),
  });
  for (const [prompt, { args = z.object({}), says }] of Object.entries(PROMPTS))
    server.registerPrompt(prompt, { description: prompt, argsSchema: args }, (given) => say(says(given as Given)));
  const asking = 'test_input_required_result_prompt';
  server.registerPrompt(asking, { description: asking }, async (context) => {
    const said = await converse(ASKING_PROMPT, {}, context);
    return typeof said === 'string' ? say([text(said)]) : said;
  });
}

function registerResources(server: McpServer): void {
  for (const [uri, content] of Object.entries(RESOURCES)) {
    const { mimeType } = content;
    server.registerResource(uri, uri, { description: uri, mimeType }, () => ({ contents: [{ uri, ...content }] }));
  }
  const json = { mimeType: 'application/json' };
  const template = new ResourceTemplate(TEMPLATE, { list: undefined });
  server.registerResource('template', template, { description: TEMPLATE, ...json }, (uri, { id }) => {
    const said = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` });
    return { contents: [{ uri: uri.href, ...json, text: said }] };
  });
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
}

/** The next questions, until all are answered. */
async function converse(
  { rounds, sealed, asDeclared }: Dialogue,
  given: Given,
  { mcpReq }: ServerContext,
): Promise<InputRequiredResult | string> {
  const { inputResponses, envelope } = mcpReq;
  const state = mcpReq.requestState<{ round: number }>();
  const asked = rounds.map((round) => round(given));
  const open = asked.findIndex(
    (questions, round) => round >= (state?.round ?? 0) && !isAnswered(questions, inputResponses),
  );
  const questions = asked[open];
  if (questions === undefined) return `${state === undefined ? '' : 'state-ok '}${JSON.stringify(inputResponses)}`;
  const inputRequests = asDeclared ? narrow(questions, envelope) : questions;
  return inputRequired({ inputRequests, ...(sealed ? { requestState: await seal.mint({ round: open }) } : {}) });
}

function isAnswered(questions: Asked, responses: ServerContext['mcpReq']['inputResponses']): boolean {
  return Object.keys(questions).every((key) => inputResponse(responses, key).kind !== 'missing');
}

function narrow(questions: Asked, envelope: Record<string, unknown> = {}): Asked {
  const able = Object.keys(envelope[CLIENT_CAPABILITIES_META_KEY] ?? {});
  return Object.fromEntries(
    Object.entries(questions).filter(([, { method }]) => able.includes(method.replace(/\/.*/, ''))),
  );
}

/** As the product answers: nothing is kept between requests. */
const stateless: CreateHandler = (_, options) => {
  const handler: McpHttpHandler = createMcpHandler(() => fixtures(() => handler.notify), options);
  return handler;
};

/** The same for clients of 2026; those of 2025 get sessions, in which a server can ask them something. */
const sessions: CreateHandler = (_, options) => {
  const modern: McpHttpHandler = createMcpHandler(() => fixtures(() => modern.notify), {
    ...options,
    legacy: 'reject',
  });
  const open = new Map<string, WebStandardStreamableHTTPServerTransport>();
  const begin = async (): Promise<WebStandardStreamableHTTPServerTransport> => {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void open.set(id, transport),
      onsessionclosed: (id) => void open.delete(id),
    });
    await fixtures(() => modern.notify).connect(transport);
    return transport;
  };
  return {
    fetch: async (request, given) => {
      if (!(await isLegacyRequest(request))) return modern.fetch(request, given);
      const id = request.headers.get('mcp-session-id');
      const transport = id === null ? await begin() : open.get(id);
      return transport?.handleRequest(request) ?? new Response(null, { status: 404 });
    },
    close: async () => {
      await Promise.all([...open.values()].map((transport) => transport.close()));
      await modern.close();
    },
  };
};

const WAYS = { stateless, sessions } as const;

/** The server's own HTTP side, with what the conformance suite looks for behind it. */
export async function startFixtures(way: keyof typeof WAYS): Promise<RunningHttp> {
  const { service } = serviceWith(ashbyWith([]), { port: 0, drain: 0 });
  return startHttp(service, WAYS[way]);
}
