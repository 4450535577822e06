import { describe, expect, test } from 'vitest';
import { connect } from '../src/exchange/connection.ts';
import { MOST_CHARACTERS } from '../src/exchange/cut-entry.ts';
import { all } from './simulated/world.ts';
import { read } from '../src/reading/read.ts';
import type { Page } from '../src/reading/page.ts';
import { fakeHost, START } from './fake-host.ts';
import { toy } from './toy.ts';

const AT = new Date(START - 60_000).toISOString();
const WINDOW = { from: START - 3_600_000, to: START };

async function pagesOf(body: string, requests: string[] = []): Promise<Page[]> {
  const { ports } = fakeHost(({ url }) => {
    requests.push(url);
    return { status: 200, headers: {}, body };
  });
  const connection = connect(toy(), { credential: { kind: 'key', values: { key: 'k' } } }, ports);
  return all(read(connection, { log: 'log', window: WINDOW }));
}

function entries(...some: object[]): string {
  return JSON.stringify({ entries: some.map((entry, index) => ({ id: `e${index}`, at: AT, ...entry })) });
}

describe('A page', () => {
  test.each([
    ['more entries than ten pages hold', entries(...Array.from({ length: 21 }, () => ({}))), /21 entries/],
    ['empty entries without end', `{"entries":[${'{},'.repeat(2_000_000)}{}]}`, /200000 values/],
    ['brackets without end', `{"entries":${'['.repeat(3_000_000)}`, /200000 values/],
    ['members without end', `{"entries":[{${'"a":1,'.repeat(500_000)}"b":2}]}`, /200000 values/],
  ])('of %s is refused after one request', async (_, body, message) => {
    const requests: string[] = [];
    await expect(pagesOf(body, requests)).rejects.toMatchObject({ code: 'bad_response', message });
    expect(requests).toHaveLength(1);
  });

  test('may contain ten times as many entries as requested, and texts full of commas', async () => {
    const [page] = await pagesOf(entries(...Array.from({ length: 20 }, () => ({ text: ',[{'.repeat(20_000) }))));
    expect(page).toMatchObject({ scanned: 20, notices: [] });
    expect(page?.events.map(({ raw }) => (raw as { text: string }).text.length)).toEqual(
      Array.from({ length: 20 }, () => 60_000),
    );
  });
});

describe('An entry that exceeds the length limit', () => {
  const HUGE = 'x'.repeat(MOST_CHARACTERS);

  test.each([
    ['a text', { text: HUGE }, /"text":"\[cut: 100000 characters, digest [\w-]{16}\]"/],
    ['a name', { [HUGE]: 1 }, /"\[cut: 100000 characters, digest [\w-]{16}\]":1/],
    ['a list', { list: Array.from({ length: 20_000 }, () => 1) }, /1,"\[cut: \d+ values, digest [\w-]{16}\]"/],
    [
      'an object',
      { object: Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`m${index}`, 1])) },
      /"\[cut: \d+ members, digest [\w-]{16}\]":null/,
    ],
    ['nesting', { deep: JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`) as unknown }, /too-deep/],
  ])('for %s says so in its place, and its page does', async (_, more, mark) => {
    const [page] = await pagesOf(
      entries({ padding: 'y'.repeat(50_000) }, { ...more, after: 'kept' }, { padding: 'z'.repeat(60_000) }),
    );
    const [first, cut, last] = page?.events ?? [];
    expect(cut?.nativeId).toBe('e1');
    expect(JSON.stringify(cut?.raw)).toMatch(mark);
    expect(page?.notices).toEqual([
      expect.stringMatching(/^Too long to be read in full: 1 of the entries on a page of Toy/),
    ]);
    expect([first, last].map((event) => JSON.stringify(event?.raw).length)).toEqual([50_056, 60_056]);
  });

  test('keeps its other texts, and no part of a secret', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4)}`;
    const [page] = await pagesOf(entries({ small: 'kept', big: `${HUGE} ${secret}`, end: secret }));
    const said = JSON.stringify(page?.events[0]?.raw);
    expect(said).toContain('"small":"kept"');
    expect(said).not.toContain('ghp_');
  });

  test('is a different event if a different text was cut', async () => {
    const uids = async (text: string): Promise<string[]> => {
      const [page] = await pagesOf(JSON.stringify({ entries: [{ at: AT, explode: true, text }] }));
      return page?.events.map(({ uid }) => uid) ?? [];
    };
    expect(await uids(`${HUGE}1`)).not.toEqual(await uids(`${HUGE}2`));
    expect(await uids(`${HUGE}1`)).toEqual(await uids(`${HUGE}1`));
  });
});
