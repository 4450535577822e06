import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import type { HttpResponse } from '../src/ports.ts';
import type { Provider } from '../src/provider.ts';
import { providers } from '../src/providers/index.ts';
import { conformance, type Samples } from '../src/testing.ts';

function fixture(provider: string, name: string): HttpResponse {
  const file = new URL(`../src/providers/${provider}/fixtures/${name}.json`, import.meta.url);
  const { status, headers, body } = JSON.parse(readFileSync(file, 'utf8')) as Omit<HttpResponse, 'body'> & {
    body: unknown;
  };
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function samplesOf(provider: string): Samples {
  return {
    page: fixture(provider, 'page'),
    lastPage: fixture(provider, 'last-page'),
    empty: fixture(provider, 'empty'),
    refused: fixture(provider, 'refused'),
    rateLimited: fixture(provider, 'rate-limited'),
  };
}

describe.each<Provider>(Object.values(providers))('$id', (provider) => {
  for (const { title, check } of conformance(provider, samplesOf(provider.id))) test(title, check);
});
