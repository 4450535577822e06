import * as z from 'zod';
import { bare, parseBaseUrl } from '../../base-url.ts';
import { object, parseJson, present, text } from '../../json.ts';
import type { HttpResponse } from '../../ports.ts';
import { defineCredential, defineProvider, type Answer, type Ask, type HttpRequest } from '../../provider.ts';
import { iso } from '../../window.ts';
import { byStatus, fail, type Said } from '../answers.ts';
import { Entry, event } from './event.ts';

const DAY = 86_400_000;
const HOST = 'https://api.acme.example';
const PAGE_SIZE = 100;

const filters = z.strictObject({
  origins: z.array(z.string().min(1)).min(1).max(10).optional().describe('Only what came from these, such as web.'),
});

export const acme = defineProvider({
  id: 'acme',
  label: 'Acme',
  site: {
    label: 'Base URL',
    help: `Where Acme's API answers. Leave it at ${HOST} unless there is a proxy in between.`,
    env: ['ACME_BASE_URL'],
    default: HOST,
    locate: (typed) => {
      const url = parseBaseUrl('site', typed, HOST);
      return { baseUrl: bare(url), tenant: bare(url) === HOST ? 'default' : url.host };
    },
  },
  logs: [
    {
      id: 'document_log',
      label: 'Audit log',
      holds: 'What people did with documents.',
      kept: 'Acme does not publish how long it keeps entries.',
      lagMs: 300_000,
      overlapMs: DAY,
      order: 'newest',
      resolutionMs: 1,
      sliceMs: 7 * DAY,
      lacks: ['names of actors', 'IP addresses', 'impersonators'],
      entry: Entry,
    },
  ],
  credentials: {
    token: defineCredential({
      label: 'API token',
      help: 'An administrator creates it in the settings of Acme, with the right to read the audit log.',
      schema: z.strictObject({
        token: z
          .string('The Acme token is missing: set ACME_TOKEN.')
          .trim()
          .min(1, 'The Acme token is empty: set ACME_TOKEN.')
          .meta({
            title: 'API token',
            description: 'The token, as Acme showed it once.',
            secret: true,
            env: 'ACME_TOKEN',
          }),
      }),
      scheme: ({ token }) => ({ kind: 'header', name: 'Authorization', value: `AcmeToken ${token}` }),
    }),
  },
  filters,
  vocabulary: { actions: ['document.deleted'], targets: ['document'], note: 'Acme publishes the rest of its actions.' },
  limits: { pageSize: PAGE_SIZE, rate: { requests: 5, perMs: 1000 }, concurrency: 2 },
  operations: ['list'],
  request,
  answer,
  event,
});

function request({ window, filters: asked, cursor }: Ask<z.output<typeof filters>>): HttpRequest {
  return {
    method: 'GET',
    path: '/v1/audit',
    query: [
      ['since', iso(window.from - 1)],
      ['until', iso(window.to + 1)],
      ...(asked.origins ?? []).map((origin) => ['origin', origin] as const),
      ...(cursor === undefined ? [] : [['after', cursor] as const]),
    ],
    replay: true,
  };
}

/** NOTES: a page is a bare list. Every page has this header; without it, the list may come from somewhere else. */
function answer(response: HttpResponse): Answer {
  const entries = response.status === 200 ? parseJson(response.body) : undefined;
  const next = response.headers['x-next'];
  if (!Array.isArray(entries) || next === undefined) return failure(response);
  return present({ kind: 'page' as const, entries, cursor: next === 'none' ? undefined : next });
}

/** NOTES: limits. The pause of a 429 is in a header of Acme's own. */
function failure(response: HttpResponse): Answer {
  const said: Said = { label: 'Acme', response, vendorSaid: text(object(parseJson(response.body))['error']) };
  if (response.status !== 429) return byStatus(said);
  return fail(
    { ...said, wait: response.headers['x-rate-limit-reset'] },
    'rate_limited',
    'Acme wants fewer requests: wait.',
  );
}
