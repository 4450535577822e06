import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import { events, search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { trace } from '../../src/questions/trace.ts';
import type { Coverage } from '../../src/reading/coverage.ts';
import type { QueryOptions } from '../../src/reading/question.ts';
import { all, simulated } from './world.ts';

const LOUD = (path: readonly string[]): string => `<${path.join('/').toUpperCase()}>`;
const connected = (): Connection[] => [simulated({ events: 1000 }).connect('ashby')];

/** The hints on what the limit or the budget left out. */
function hintsIn(coverage: readonly Coverage[]): string[] {
  return coverage.flatMap(({ gaps }) => gaps.map(({ reason, hint }) => `${reason}: ${hint}`));
}

describe('The hint on a gap', () => {
  test.each([
    [{ since: '25d', limit: 5 }, {}, 'limit: There may be more events than the limit: set cursor to continue.'],
    [
      { since: '25d', limit: 9000 },
      { maxPages: 3 },
      'budget: The page or time limit was reached: set cursor to continue, or allow more.',
    ],
  ])('of a search for %j names the cursor as the host does', async (query, options, hint) => {
    const plain = await search(connected(), query, options);
    expect(hintsIn(plain.coverage)).toEqual([hint]);
    const named = await search(connected(), query, { ...options, nameOf: LOUD });
    expect(hintsIn(named.coverage)).toEqual([hint.replace('cursor', '<CURSOR>')]);
  });

  test.each<[string, (asked: Connection[], options: QueryOptions) => Promise<readonly Coverage[]>]>([
    ['summarize', async (asked, options) => (await summarize(asked, { since: '25d' }, options)).coverage],
    ['trace', async (asked, options) => (await trace(asked, { actor: 'Dana Doe', since: '25d' }, options)).coverage],
    [
      'events',
      async (asked, options) => {
        const stream = events(asked, { since: '25d' }, options);
        await all(stream);
        return stream.coverage();
      },
    ],
  ])('of %s names no cursor, because the answer has none', async (_, ask) => {
    expect(hintsIn(await ask(connected(), { maxPages: 3, nameOf: LOUD }))).toEqual([
      'budget: The page or time limit was reached: allow more, or ask for a shorter window.',
    ]);
  });
});
