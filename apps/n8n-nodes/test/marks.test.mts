import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, type Executed } from './fake-n8n.mts';

const SECRET = `ghp_${'a1B2c3D4e5'.repeat(4)}`;
const OTHER = `ghp_${'f6G7h8I9j0'.repeat(4)}`;
const PAGES = [
  [SECRET, OTHER],
  [SECRET, SECRET],
];

/** A Zendesk with two pages whose messages contain secrets. */
function answer(url: string): object {
  const isSecond = url.includes('next');
  const at = Date.now() - (isSecond ? 120_000 : 60_000);
  const entries = (PAGES[isSecond ? 1 : 0] ?? []).map((secret, index) => ({
    id: (isSecond ? 10 : 20) - index,
    created_at: new Date(at - index * 1000).toISOString(),
    action: 'update',
    source_type: 'user',
    change_description: `Somebody wrote ${secret} down`,
  }));
  return { audit_logs: entries, meta: isSecond ? { has_more: false } : { has_more: true, after_cursor: 'next' } };
}

let vendor: Server;
let site = '';
beforeAll(async () => {
  vendor = createServer((asked, answered) => {
    asked.resume();
    answered.setHeader('content-type', 'application/json');
    answered.end(JSON.stringify(answer(asked.url ?? '')));
  });
  await new Promise<void>((resolve) => void vendor.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
});
afterAll(() => vendor.close());

/** The marks of an execution for two input items, in order. */
async function marks(apiToken: string): Promise<string[]> {
  const { items }: Executed = await execute({
    credentials: { zendeskAuditLogsApi: { site, email: 'a@example.com', apiToken } },
    parameters: {
      resource: 'zendesk',
      operation: 'getAll',
      zendeskAuthentication: 'apiToken',
      since: '1h',
      returnAll: true,
    },
    items: 2,
  });
  expect(JSON.stringify(items)).not.toMatch(/ghp_/);
  return items.map(({ json }) => /\[redacted:[^\]]+\]/.exec(JSON.stringify(json))?.[0] ?? '');
}

describe('The mark of a secret', () => {
  test('is the same on every page, for every item and in the next execution, but only for one credential', async () => {
    const first = await marks('token-of-one-account');
    const [one, other] = first;
    expect(one).toMatch(/^\[redacted:api-key:[0-9a-f]{4}\]$/);
    expect(other).toMatch(/^\[redacted:api-key:[0-9a-f]{4}\]$/);
    expect(other).not.toBe(one);
    expect(first).toEqual([one, other, one, one, one, other, one, one]);
    expect(await marks('token-of-one-account')).toEqual(first);
  });

  test('tells nothing to the holder of another credential', async () => {
    expect((await marks('token-of-one-account'))[0]).not.toBe((await marks('token-of-another-account'))[0]);
  });
});
