import { expect, test } from 'vitest';
import type { Host } from '../nodes/AuditLogs/host/host.ts';
import { portsOf } from '../nodes/AuditLogs/host/ports.ts';

test('Sleeping for zero milliseconds yields to the rest of n8n', async () => {
  const { sleep } = portsOf({} as Host, 'zendeskAuditLogsApi', undefined);
  let hadTurn = false;
  setTimeout(() => (hadTurn = true), 0);
  await sleep(0);
  expect(hadTurn).toBe(true);
});
