import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { elastic, splunk, SPLUNK_TOKEN } from '../../../tools/receivers.ts';
import { inShell } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-guide-'));
const env = { TRAILHOUND_DEMO: '1', XDG_STATE_HOME: path.join(folder, 'state') };
const [hec, bulk] = await Promise.all([splunk(), elastic()]);
const receivers = { SPLUNK: hec.url, TOKEN: SPLUNK_TOKEN, ELASTIC: bulk.url, KEY: 'key' };

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([hec.close(), bulk.close()]);
});

function linesOf(guide: string): string[] {
  const text = readFileSync(path.join(import.meta.dirname, '../../..', guide), 'utf8');
  return [...text.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('The command-line guide:', () => {
  test.each(linesOf('docs/cli.md'))('%s works as written', async (line) => {
    // A code other than 0 fails the shell, and the test with it.
    const out = await inShell(line, env, folder);
    expect(out.length > 0 || line.includes(' > ')).toBe(true);
  });
});

test('The year that the README copies and asks about needs no account', async () => {
  const year = linesOf('README.md').filter((line) => line.includes('--archive ./year'));
  const said: string[] = [];
  for (const line of year)
    said.push(await inShell(line.replace('npx ', ''), { XDG_STATE_HOME: env.XDG_STATE_HOME }, folder));
  expect(said).toEqual([expect.stringMatching(/new events/), expect.stringMatching(/^total\s+\d,?\d{3}/)]);
}, 240_000);

describe('The guide to SIEMs:', () => {
  const programs = ['curl', 'jq', 'gzip'].filter((program) => !isInstalled(program));
  if (programs.length > 0) console.log(`The commands for SIEMs are not tried: no ${programs.join(', ')}`);

  test.skipIf(programs.length > 0).each(linesOf('docs/siem.md'))('%s works as written', async (line) => {
    await inShell(line, { ...env, ...receivers }, folder);
  });

  test.skipIf(programs.length > 0)('what was sent has arrived, and may be sent again', async () => {
    const uids = hec.received.map(({ fields }) => (fields as { uid: string }).uid);
    expect(new Set(uids).size).toBe(uids.length);
    const { size } = bulk.received;
    expect(Math.min(uids.length, size)).toBeGreaterThan(0);
    const send = linesOf('docs/siem.md').filter((line) => /^curl .*_bulk|^jq -e/.test(line));
    for (const line of send) await inShell(line, { ...env, ...receivers }, folder);
    expect(bulk.received.size).toBe(size);
  });
});
