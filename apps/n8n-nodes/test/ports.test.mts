import { expect, test } from 'vitest';
import type { Host } from '../nodes/AuditLogs/host/host.ts';
import { portsOf } from '../nodes/AuditLogs/host/ports.ts';

test('To sleep for no time lets everything else in n8n have its turn', async () => {
  const { sleep } = portsOf({} as Host, 'zendeskAuditLogsApi', undefined);
  let hadTurn = false;
  setTimeout(() => (hadTurn = true), 0);
  await sleep(0);
  expect(hadTurn).toBe(true);
});
