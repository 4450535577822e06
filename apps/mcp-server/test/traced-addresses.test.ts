import type { OutgoingRequest } from '@trailhound/core';
import { expect, test } from 'vitest';
import { ashbyWith, clientOf, NOW, serviceWith } from './one-vendor.ts';

const DAY = 86_400_000;
const [OFFICE, ABROAD] = ['192.0.2.9', '203.0.113.66'];

interface Answer {
  readonly addresses?: object;
  readonly first_seen_ip?: string;
}

/** What Dana, or somebody else, did from an address. */
function entry(ago: number, ip: string, who = 'dana'): object {
  return {
    id: `${who}${ago}`,
    timestamp: new Date(NOW - ago).toISOString(),
    category: 'JobStatusChanged',
    target: { type: 'job', id: 'j1' },
    actor: { type: 'User', id: who, email: `${who}@example.com`, name: `${who} Doe` },
    request: { id: 'r', ipAddress: ip },
  };
}

async function traced(send: Parameters<typeof serviceWith>[0]): Promise<Answer> {
  const { service } = serviceWith(send);
  const client = await clientOf(service);
  const args = { actor: 'dana@example.com', since: '24h' };
  const { structuredContent } = await client.callTool({ name: 'trace_audit_actor', arguments: args });
  return structuredContent as Answer;
}

test('A trace tells an address that was used before from one that was not, and who else came from it', async () => {
  const days = Array.from({ length: 20 }, (_, day) => entry((day + 2) * DAY, OFFICE));
  const entries = [entry(DAY / 8, OFFICE), entry(DAY / 4, ABROAD), entry(DAY / 2, ABROAD, 'eli'), ...days];
  const { addresses, first_seen_ip: unjudged } = await traced(ashbyWith(entries));
  const abroad = new Date(NOW - DAY / 4).toISOString();
  const office = new Date(NOW - DAY / 8).toISOString();
  expect(addresses).toEqual({
    columns: ['ip', 'events', 'first', 'last', 'used_before', 'remarks', 'others', 'such_as'],
    rows: [
      [ABROAD, 1, abroad, abroad, false, 'first_seen_ip, odd_ip, shared_ip', 1, 'eli@example.com'],
      [OFFICE, 1, office, office, true, null, 0, null],
    ],
  });
  expect(unjudged).toBeUndefined();
});

test('A trace that cannot look back says that it did not judge, and why', async () => {
  const answer = ashbyWith([entry(DAY / 8, OFFICE)]);
  const failing = (request: OutgoingRequest): ReturnType<typeof answer> => {
    const { startDate } = JSON.parse(request.body ?? '{}') as { startDate: string };
    return startDate < new Date(NOW - 2 * DAY).toISOString() ? { status: 403, headers: {}, body: '' } : answer(request);
  };
  const { addresses, first_seen_ip: unjudged } = await traced(failing);
  expect(addresses).toMatchObject({ rows: [[OFFICE, 1, expect.any(String), expect.any(String), 'not judged', null]] });
  expect(unjudged).toMatch(
    /^not judged for 192\.0\.2\.9: the 30 days before were not read in full: ashby\.audit_log: /,
  );
});
