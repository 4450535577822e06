import * as z from 'zod';
import { list, object, parseJson, text } from '../src/json.ts';
import { parseInstant } from '../src/moment.ts';
import { defineCredential, type Ask, type Limits, type Provider } from '../src/provider.ts';
import { START } from './fake-host.ts';
import { byStatus, fail } from '../src/providers/answers.ts';

/** Asks the toy for its last second. */
export const ASK: Ask = {
  operation: 'list',
  log: 'log',
  window: { from: START - 1000, to: START },
  filters: {},
  order: 'newest',
};

const LIMITS: Limits = { pageSize: 2, concurrency: 2 };

/** The smallest possible provider for the engine. */
export function toy({
  order = 'newest',
  limits = LIMITS,
}: { order?: 'newest' | 'unknown'; limits?: Limits } = {}): Provider {
  return {
    id: 'toy',
    label: 'Toy',
    site: {
      label: 'Base URL',
      help: 'Where the toy lives',
      env: ['TOY_BASE_URL'],
      default: 'https://toy.example.com',
      locate: (typed) => ({ baseUrl: typed, tenant: 'default' }),
    },
    logs: [
      {
        id: 'log',
        label: 'Log',
        holds: 'everything',
        kept: 'for good',
        lagMs: 0,
        overlapMs: 0,
        order,
        resolutionMs: 1,
        sliceMs: 86_400_000,
        entry: z.looseObject({ id: z.string(), at: z.string() }),
      },
    ],
    vocabulary: { actions: [], targets: [], note: 'A toy has no words.' },
    credentials: {
      key: defineCredential({
        label: 'Key',
        help: 'A key',
        schema: z.strictObject({
          key: z.string().meta({ title: 'Key', description: 'A key', secret: true, env: 'TOY_KEY' }),
        }),
        scheme: ({ key }) => ({ kind: 'bearer', token: key }),
      }),
      oauth: defineCredential({
        label: 'OAuth',
        help: 'A client',
        schema: z.strictObject({
          refresh: z
            .string()
            .meta({ title: 'Refresh', description: 'A refresh token', secret: true, env: 'TOY_REFRESH' }),
        }),
        scheme: ({ refresh }, baseUrl) => ({
          kind: 'oauth',
          tokenUrl: `${baseUrl}/token`,
          grant: 'refresh_token',
          clientId: 'client',
          clientSecret: 'hush',
          clientAuth: 'body',
          body: 'json',
          refreshToken: refresh,
          baseUrl: (reply) => text(reply['base_url']),
        }),
      }),
    },
    filters: z.strictObject({}),
    limits,
    operations: ['list', 'export'],
    request: ({ operation, window, cursor }) => ({
      method: operation === 'export' ? 'POST' : 'GET',
      path: `/${operation}`,
      query: [
        ['from', String(window.from)],
        ['to', String(window.to)],
        ...(cursor === undefined ? [] : [['cursor', cursor] as const]),
      ],
      replay: operation === 'list',
    }),
    answer: (response) => {
      const said = { label: 'Toy', response };
      const body = object(parseJson(response.body));
      if (response.status === 400) return fail(said, 'bad_response', 'The cursor is dead.', 'restart');
      if (response.status !== 200 || !Array.isArray(body['entries'])) return byStatus(said);
      const cursor = text(body['cursor']);
      return { kind: 'page', entries: list(body['entries']), ...(cursor === undefined ? {} : { cursor }) };
    },
    event: (entry) => {
      const fields = object(entry);
      if (fields['explode'] === true) throw new Error('A provider that breaks its promise');
      const id = text(fields['id']) ?? 'none';
      return {
        time: parseInstant(text(fields['at']) ?? ''),
        identity: [id],
        nativeId: id,
        actor: { kind: 'user', id: 'somebody' },
        verb: 'other',
        action: 'toy.act',
        category: 'toy',
        changes: [],
        message: `Somebody did ${id}`,
        flags: [],
      };
    },
  };
}
