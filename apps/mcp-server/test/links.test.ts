import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { rendered } from '../../../packages/core/test/guard/rendered.ts';
import { ashbyWith, clientOf, NOW, serviceWith } from './one-vendor.ts';

const EVIL = [
  '[Log in](https://evil.test/a)',
  '![](https://evil.test/b.png)',
  '![x](//evil.test/c.png)',
  '[ref]: //evil.test/d',
  '<https://evil.test/e>',
  'https://evil.test/f',
  '<img src="//evil.test/g">',
  'www.evil.test',
].join(' ');

const ENTRY = {
  id: 'a3f0c5f6-8d0c-4c35-9f0e-1f8a7d6b5c4e',
  timestamp: new Date(NOW - 60_000).toISOString(),
  category: EVIL,
  actor: { type: EVIL, id: EVIL, email: EVIL, name: EVIL },
  target: { type: EVIL, id: EVIL },
  description: EVIL,
  request: { id: EVIL, ipAddress: EVIL },
  changedFields: { [EVIL]: { from: EVIL, to: EVIL }, raw: { raw: EVIL } },
};

const client = async (): Promise<Client> => clientOf(serviceWith(ashbyWith([ENTRY])).service);

async function answer(name: string, args: Record<string, unknown>): Promise<{ text: string; body: unknown }> {
  const { content, structuredContent } = await (await client()).callTool({ name, arguments: args });
  const [first] = content;
  const text = first?.type === 'text' ? first.text : '';
  expect(text).toContain('evil.test');
  return { text, body: structuredContent };
}

describe('Links and images in a log', () => {
  test.each([
    ['query_audit_logs', { detail: 'compact' }],
    ['query_audit_logs', { detail: 'full' }],
    ['summarize_audit_logs', { by: ['actor', 'action', 'target', 'category', 'ip'] }],
    ['trace_audit_actor', { actor: 'evil.test' }],
  ])('are plain text in an answer of %s, %j', async (name, args) => {
    const { text, body } = await answer(name, args);
    expect(rendered(text)).toEqual([]);
    expect(rendered(stringsIn(body).join('\n\n'))).toEqual([]);
  });

  test('stay unchanged only in the raw entry of a single event', async () => {
    const uid = await uidOfTheEntry();
    const { body } = await answer('get_audit_log', { uid });
    const { raw, ...rest } = body as { raw: typeof ENTRY };
    expect(raw.description).toBe(EVIL);
    expect(rendered(stringsIn(rest).join('\n\n'))).toEqual([]);
    const { contents } = await (await client()).readResource({ uri: `audit://events/${uid}` });
    const { event } = JSON.parse((contents[0] as { text: string }).text) as { event: { raw: typeof ENTRY } };
    expect(event.raw.description).toBe(EVIL);
    expect(rendered(stringsIn({ ...event, raw: undefined }).join('\n\n'))).toEqual([]);
  });

  test.each(['https:// evil.test/f', 'https://evil.test/f', '[Log in] (https:// evil'])(
    'are found by %j, as an answer shows them and as they are, and the query stays as it was asked',
    async (text) => {
      const { body } = await answer('query_audit_logs', { text });
      expect(body).toMatchObject({ returned: 1, query: { text } });
    },
  );
});

test('The URLs of accounts are shown whole', async () => {
  const { structuredContent } = await (await client()).callTool({ name: 'list_audit_sources' });
  expect(structuredContent).toMatchObject({ sources: [{ base_url: 'https://api.ashbyhq.com' }] });
});

async function uidOfTheEntry(): Promise<string> {
  const { body } = await answer('query_audit_logs', { detail: 'full' });
  return (body as { events: [{ uid: string }] }).events[0].uid;
}

/** Every text of an answer, names of members included. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...stringsIn(member)]);
}
