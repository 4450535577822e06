import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HttpResponse } from '../../src/ports.ts';
import type { Ask, AuthScheme, HttpRequest, Operation, Provider } from '../../src/provider.ts';
import { providers } from '../../src/providers/index.ts';
import { ANSWERS } from './answers.ts';
import { ANY, askOf, DESCRIBED, PICKED, schemesOf, type Described } from './asks.ts';
import { ask, objections, preferring, startMock, type Mock } from './mock.ts';
import { WRONG } from './wrong.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const SUCCESS = [200, 202];
const REFUSED = [400, 405, 415, 422];
/** Without a colon, and of a scheme that no vendor documents. */
const NO_CREDENTIALS = ['Basic bm9jb2xvbg==', 'Digest abc'];

/** Prism does not look at what was asked, so a numbered page has to be wished for. */
function answerable(provider: Provider, asked: Ask): HttpRequest {
  const request = provider.request(asked);
  const isNumbered = provider.id === 'zendesk' && asked.operation === 'count';
  return isNumbered ? preferring(request, 'code=200, example=numbered') : request;
}

function namesOf({ query = [] }: HttpRequest): string[] {
  return [...new Set(query.map(([name]) => name))];
}

/** The request with one name sent once too often; once too seldom where it is sent several times. */
function miscounted(request: HttpRequest, name: string): HttpRequest {
  const { query = [] } = request;
  const [first, ...others] = query.filter(([each]) => each === name);
  if (first === undefined) return request;
  return {
    ...request,
    query: others.length === 0 ? [...query, first] : query.filter((pair) => !others.includes(pair)),
  };
}

interface Named {
  readonly name: string;
  readonly request: HttpRequest;
}

/** Per operation, as each has a document of its own. */
function namesIn(operation: Operation, request: HttpRequest): (readonly [string, Named])[] {
  return namesOf(request).map((name) => [`${name} of a ${operation}`, { name, request }]);
}

/** A request for each name that the picked asks use. */
function requestByName(id: Described): ReadonlyMap<string, Named> {
  return new Map(PICKED[id].flatMap(([, picked]) => namesIn(picked.operation, providers[id].request(picked))));
}

describe.each<Described>(DESCRIBED)('a mock of %s by its documented parameters', (id) => {
  const provider: Provider = providers[id];
  const schemes = schemesOf(id);
  const byName = requestByName(id);
  let mock: Mock | undefined;

  beforeAll(async () => {
    mock = await startMock(`${id}.yaml`);
  });
  afterAll(async () => {
    await mock?.stop();
  });

  function running(): Mock {
    if (mock === undefined) throw new Error('The mock is not there');
    return mock;
  }

  function sent(request: HttpRequest, scheme: AuthScheme | undefined = schemes[0]): Promise<HttpResponse> {
    return ask(running(), request, scheme);
  }

  async function checkAccepted(asked: Ask, scheme: AuthScheme | undefined): Promise<void> {
    const response = await sent(answerable(provider, asked), scheme);
    expect(objections(response)).toBe('');
    expect(SUCCESS).toContain(response.status);
    expect(provider.answer(response, asked).kind).toBe('page');
  }

  async function checkRefused(request: HttpRequest, part: string): Promise<void> {
    const response = await sent(request);
    expect(REFUSED, response.body).toContain(response.status);
    expect(objections(response).toLowerCase()).toContain(part.toLowerCase());
  }

  test.each(PICKED[id])('accepts and answers %s', async (_, asked) => {
    for (const scheme of schemes) await checkAccepted(asked, scheme);
  });

  test('accepts every request, and no request uses a parameter that is not checked below', async () => {
    const property = fc.asyncProperty(ANY[id], fc.constantFrom(...schemes), async (asked, scheme) => {
      const names = namesIn(asked.operation, provider.request(asked)).map(([title]) => title);
      expect([...byName.keys()]).toEqual(expect.arrayContaining(names));
      await checkAccepted(asked, scheme);
    });
    await fc.assert(property, { numRuns: 100 });
  });

  // Prism leaves unknown names out of its check. One that it objects to when it is miscounted is one that it knows.
  test.for([...byName])('knows the name %s', async ([, { name, request }]) => {
    await checkRefused(miscounted(request, name), `"${name}"`);
  });

  test.for(WRONG[id])('rejects $title, so it does validate', async ({ request, part }) => {
    await checkRefused(request, part);
  });

  test('refuses a request without a credential, or with one of another kind', async () => {
    const request = provider.request(askOf(provider));
    const without = await ask(running(), request);
    expect(without.status).toBe(401);
    expect(objections(without)).toContain('401');
    for (const authorization of [...NO_CREDENTIALS, ...(id === 'ashby' ? ['Bearer abc'] : [])]) {
      const { status } = await ask(running(), { ...request, headers: { ...request.headers, authorization } });
      expect(status, authorization).toBe(401);
    }
  });

  test.for(ANSWERS[id])('returns $title, which the provider understands', async ({ wish, asked, means }) => {
    const question = askOf(provider, asked);
    const response = await sent(preferring(provider.request(question), wish));
    expect(objections(response)).toBe('');
    expect(String(response.status)).toBe(/code=(\d+)/.exec(wish)?.[1]);
    expect(provider.answer(response, question)).toMatchObject(means);
  });
});
