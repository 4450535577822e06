import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { providers, type HttpResponse, type Provider } from '@trailhound/core';
import type { Ask, Operation } from '@trailhound/core/provider';
import { TOKEN_HINTS } from '../../packages/core/src/exchange/oauth.ts';
import { table } from './table.ts';

const FOLDER = path.join(import.meta.dirname, '../../packages/core/src/providers');
const STATUSES = [302, 400, 401, 403, 404, 413, 429, 500];

/** The hints of each provider for its failures: from the fixtures of its folder, and for bare statuses. */
export function hints(): string {
  const rows = Object.values<Provider>(providers).flatMap((provider) => {
    const seen = new Set<string>();
    return answersOf(provider).flatMap(({ when, response }) => {
      const answers = provider.operations.map((operation) => provider.answer(response, askOf(provider, operation)));
      // The answer to a list comes first. If it is a page for another operation, it is not a failure.
      const [fault] = answers.flatMap((answer) => (answer.kind === 'page' ? [] : [answer.fault]));
      if (fault === undefined || answers.some(({ kind }) => kind === 'page') || seen.has(fault.hint)) return [];
      seen.add(fault.hint);
      return [[provider.label, when, `\`${fault.code}\``, fault.hint]];
    });
  });
  return table(['product', 'it answers', 'code', 'the hint'], rows);
}

export function tokenHints(): string {
  const rows = Object.entries(TOKEN_HINTS).map(([said, hint]) => [`\`${said}\``, hint]);
  return table(['the token endpoint says', 'the hint'], rows);
}

interface Given {
  readonly when: string;
  readonly response: HttpResponse;
}

function answersOf({ id }: Provider): Given[] {
  const files = globSync(`${id}/fixtures/*.json`, { cwd: FOLDER }).toSorted();
  const fixtures = files.map((file) => {
    const { status, headers, body } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Response;
    const name = path.basename(file, '.json').replaceAll('-', ' ');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { when: `${status}, ${name}`, response: { status, headers, body: text } };
  });
  const bare = STATUSES.map((status) => ({
    when: `${status}, no details`,
    response: { status, headers: {}, body: '' },
  }));
  return [...fixtures, ...bare];
}

interface Response extends Omit<HttpResponse, 'body'> {
  readonly body: unknown;
}

function askOf({ logs }: Provider, operation: Operation): Ask {
  const window = { from: 0, to: 1 };
  return { operation, log: logs[0].id, window, filters: {}, order: 'newest', cursor: 'c' };
}
