import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator } from '@trailhound/simulator';
import { afterAll, expect, test } from 'vitest';
import { inShell } from './run.ts';

const LOGGER = '/usr/bin/logger';
/** The command of the guide to SIEMs, which names a server that does not exist. */
const [, GUIDE = ''] =
  /```bash\n([^]*?)```/.exec(readFileSync(path.join(import.meta.dirname, '../../../docs/siem.md'), 'utf8')) ?? [];
const DAY = 86_400_000;
const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-syslog-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The messages of a stream, each behind its length in bytes (RFC 6587, 3.4.1). */
function messagesOf(stream: Buffer): string[] {
  const messages: string[] = [];
  for (let rest = stream; rest.length > 0;) {
    const gap = rest.indexOf(' ');
    const end = gap + 1 + Number(rest.subarray(0, gap).toString());
    messages.push(rest.subarray(gap + 1, end).toString());
    rest = rest.subarray(end);
  }
  return messages;
}

/** What stands behind the header of a message (RFC 5424): a priority, seven fields, of which one is structured. */
const MESSAGE = /^<\d+>1 \S+ \S+ trailhound \S+ \S+ (?:-|\[.*?\]) (.*)$/s;

test.runIf(existsSync(LOGGER))(
  'logger sends every event that follow prints to a syslog server (skipped where util-linux has no logger)',
  async () => {
    const simulator = await startSimulator({ events: 200, from: Date.now() - 6 * DAY, unlimited: true });
    const received: Buffer[] = [];
    const server = createServer((socket) => socket.on('data', (chunk) => received.push(chunk)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const key = simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '';
    const env = { ASHBY_BASE_URL: simulator.baseUrl('ashby'), ASHBY_API_KEY: key };
    const file = path.join(folder, 'events.ndjson');
    const line = GUIDE.replace('syslog.example.com -P 601', `127.0.0.1 -P ${port}`).replace(
      'follow --json --checkpoint trail.json',
      `follow --since 7d --once --json | tee '${file}'`,
    );
    await inShell(line, env);
    const printed = readFileSync(file, 'utf8').trimEnd().split('\n');
    server.close();
    await once(server, 'close');
    await simulator.close();
    const sent = messagesOf(Buffer.concat(received)).map((message) => MESSAGE.exec(message)?.[1]);
    expect(printed).toHaveLength(200);
    expect(sent).toEqual(printed);
  },
);
