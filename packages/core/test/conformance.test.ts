import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import type { HttpResponse } from '../src/ports.ts';
import type { Provider } from '../src/provider.ts';
import { providers } from '../src/providers/index.ts';
import { conformance, type Samples } from '../src/testing.ts';

interface Fixture extends HttpResponse {
  readonly afterMs?: number;
}

function fixture(provider: string, name: string): Fixture {
  const file = new URL(`../src/providers/${provider}/fixtures/${name}.json`, import.meta.url);
  const { body, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Omit<Fixture, 'body'> & { body: unknown };
  return { ...rest, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** `afterMs` stands in the file where the vendor says it by something else than `retry-after`. */
function rateLimited(provider: string): Samples['rateLimited'] {
  const { afterMs, ...response } = fixture(provider, 'rate-limited');
  return { response, afterMs: afterMs ?? Number(response.headers['retry-after']) * 1000 };
}

function samplesOf(provider: string): Samples {
  return {
    page: fixture(provider, 'page'),
    lastPage: fixture(provider, 'last-page'),
    empty: fixture(provider, 'empty'),
    refused: fixture(provider, 'refused'),
    rateLimited: rateLimited(provider),
  };
}

describe.each<Provider>(Object.values(providers))('$id', (provider) => {
  for (const { title, check } of conformance(provider, samplesOf(provider.id))) test(title, check);
});
