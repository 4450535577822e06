import type { Tool } from '@modelcontextprotocol/client';
import { beforeAll, describe, expect, test } from 'vitest';
import { QUESTIONS } from './surface/questions.ts';
import { world } from './world.ts';

/** Clients that defer tools search them by words: a tool that is not found is not used. */
const AT_LEAST = 38;
const K1 = 1.2;
const B = 0.75;

let tools: Tool[];

beforeAll(async () => {
  // The vendors that the questions are about: the words of another would change which tool is found.
  const simulator = { vendors: ['gong', 'zendesk', 'ashby'] } as const;
  const { client } = await world({ simulator, options: { exportDir: '/tmp', allowZendeskExport: true } });
  ({ tools } = await client.listTools());
});

describe('Questions as people ask them', () => {
  test('number forty or more, and every tool is the right one for some', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(40);
    const intended = new Set(QUESTIONS.map(({ tools: [first] }) => first));
    expect([...intended].toSorted()).toEqual(tools.map(({ name }) => name).toSorted());
  });

  test(`match the right tool by their words, at least ${AT_LEAST} of them`, () => {
    const search = searcher(tools);
    const misses = QUESTIONS.flatMap(({ asked, tools: good }) => {
      const [first, ...others] = search(asked);
      if (first !== undefined && good.includes(first.name)) return [];
      const best = others.find(({ name }) => good.includes(name));
      return [`${asked}\n  ${first?.name} ${first?.score.toFixed(2)}, not ${best?.name} ${best?.score.toFixed(2)}`];
    });
    expect(misses.length, misses.join('\n')).toBeLessThanOrEqual(QUESTIONS.length - AT_LEAST);
  });
});

describe('Questions about what is not as usual', () => {
  test.each([
    'Was any log silent last month?',
    'Longest gap without events in the logs',
    'Who did unusually much in one hour?',
    'Bursts of activity by person',
    'Which user had an unusual spike of downloads?',
    'Were there silences in the logs, compared with what is usual?',
    'Which hour was the busiest for each person?',
    'Did an integration stop logging?',
  ])('find the summary: %s', (asked) => {
    expect(searcher(tools)(asked)[0]?.name).toBe('summarize_audit_logs');
  });
});

interface Ranked {
  readonly name: string;
  readonly score: number;
}

/** Okapi BM25 over everything of a tool that clients search. */
function searcher(all: readonly Tool[]): (question: string) => Ranked[] {
  const documents = all.map((tool) => ({ name: tool.name, words: wordsOf(textOf(tool)) }));
  const average = documents.reduce((sum, { words }) => sum + words.length, 0) / documents.length;
  const rarity = (word: string): number => {
    const having = documents.filter(({ words }) => words.includes(word)).length;
    return Math.log(1 + (documents.length - having + 0.5) / (having + 0.5));
  };
  const score = (words: readonly string[], word: string): number => {
    const times = words.filter((one) => one === word).length;
    return (rarity(word) * times * (K1 + 1)) / (times + K1 * (1 - B + (B * words.length) / average));
  };
  return (question) => {
    const asked = wordsOf(question);
    return documents
      .map(({ name, words }) => ({ name, score: asked.reduce((sum, word) => sum + score(words, word), 0) }))
      .toSorted((one, other) => other.score - one.score);
  };
}

function textOf({ name, title, description, inputSchema }: Tool): string {
  const fields = Object.entries(inputSchema.properties ?? {}) as [string, { description?: string }][];
  return [name, title, description, ...fields.flatMap(([field, schema]) => [field, schema.description])].join(' ');
}

/** Lower case, snake_case in its parts, plurals as singulars. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  return words.map((word) =>
    word.length > 3
      ? word
          .replace(/sses$/, 'ss')
          .replace(/ies$/, 'y')
          .replace(/(?<![su])s$/, '')
      : word,
  );
}
