import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator } from '@trailhound/simulator';
import { afterAll, expect, test } from 'vitest';
import { syslog } from '../../../tools/syslog.ts';
import { inShell } from './run.ts';

const LOGGER = '/usr/bin/logger';
/** The command of the guide to SIEMs, which names a server that does not exist. */
const [, GUIDE = ''] =
  /```bash\n([^]*?)```/.exec(readFileSync(path.join(import.meta.dirname, '../../../docs/siem.md'), 'utf8')) ?? [];
const DAY = 86_400_000;
const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-syslog-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.runIf(existsSync(LOGGER))(
  'logger sends every event that follow prints to a syslog server (skipped where util-linux has no logger)',
  async () => {
    const simulator = await startSimulator({ events: 200, from: Date.now() - 6 * DAY, unlimited: true });
    const server = await syslog();
    const key = simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '';
    const env = { ASHBY_BASE_URL: simulator.baseUrl('ashby'), ASHBY_API_KEY: key };
    const file = path.join(folder, 'events.ndjson');
    const line = GUIDE.replace('syslog.example.com -P 601', `127.0.0.1 -P ${server.port}`).replace(
      'follow --json --checkpoint trail.json',
      `follow --since 7d --once --json | tee '${file}'`,
    );
    await inShell(line, env);
    const printed = readFileSync(file, 'utf8').trimEnd().split('\n');
    await server.close();
    await simulator.close();
    const sent = server.messages();
    expect(printed).toHaveLength(200);
    expect(new Set(sent.map(({ program }) => program))).toEqual(new Set(['trailhound']));
    expect(sent.map(({ text }) => text)).toEqual(printed);
  },
);
