import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileTokens } from '../src/index.ts';

const TOKENS = { accessToken: 'one', refreshToken: 'two', expiresAt: 5, origin: 'test' };

describe('Tokens in files', () => {
  let folder: string;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'trailhound-')), 'state');
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  test('are read back as stored, even after a restart', async () => {
    const store = fileTokens(folder);
    expect(await store.load('gong/default')).toBeUndefined();
    await store.save('gong/default', TOKENS);
    await store.save('zendesk/acme', { ...TOKENS, accessToken: 'three' });
    expect(await fileTokens(folder).load('gong/default')).toEqual(TOKENS);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test.skipIf(process.platform === 'win32')('are readable only by their owner', async () => {
    await fileTokens(folder).save('gong/default', TOKENS);
    const [file = ''] = readdirSync(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
  });

  test('that cannot be read count as absent', async () => {
    const store = fileTokens(folder);
    await store.save('gong/default', TOKENS);
    writeFileSync(path.join(folder, readdirSync(folder)[0] ?? ''), '{"accessToken":');
    expect(await store.load('gong/default')).toBeUndefined();
  });

  test('that cannot be stored cause an error with the folder and what to do, not a system message', async () => {
    // Not even the superuser can make a folder below a file.
    writeFileSync(folder, '');
    const below = path.join(folder, 'tokens');
    const store = fileTokens(below);
    const work = async (): Promise<string> => 'done';
    const refused = {
      name: 'AuditError',
      code: 'unavailable',
      message: expect.stringMatching(/cannot be stored in .*tokens \(E[A-Z]+\)/),
      hint: expect.stringContaining(below),
    };
    await expect(store.load('gong/default')).rejects.toMatchObject(refused);
    await expect(store.save('gong/default', TOKENS)).rejects.toMatchObject(refused);
    await expect(store.lock?.('gong/default', work)).rejects.toMatchObject(refused);
  });

  test('whose lock cannot be created cause the same error; a failure under the lock is passed on', async () => {
    const store = fileTokens(folder);
    const key = 'a'.repeat(300);
    await expect(store.lock?.(key, async () => 'done')).rejects.toMatchObject({
      message: expect.stringContaining(folder),
      cause: { code: 'ENAMETOOLONG' },
    });
    const failing = async (): Promise<never> => {
      throw new Error('the network');
    };
    await expect(store.lock?.('gong/default', failing)).rejects.toThrow('the network');
  });

  test('are renewed by one process at a time', async () => {
    const journal = path.join(path.dirname(folder), 'journal');
    await Promise.all(Array.from({ length: 6 }, () => hold(folder, journal)));
    expect((await fileTokens(folder).load('gong/default'))?.accessToken).toBe('6');
    const words = readFileSync(journal, 'utf8').trim().split('\n');
    expect(words.filter((_, index) => index % 2 === 0).every((word) => word.startsWith('begin'))).toBe(true);
    expect(words.filter((_, index) => index % 2 === 1).every((word) => word.startsWith('end'))).toBe(true);
  });

  test('are not locked forever by a process that died', async () => {
    const journal = path.join(path.dirname(folder), 'journal');
    await hold(folder, journal, 'die');
    const lock = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.lock')) ?? '');
    const long = new Date(Date.now() - 60_000);
    utimesSync(lock, long, long);
    await Promise.all(Array.from({ length: 3 }, () => hold(folder, journal)));
    expect((await fileTokens(folder).load('gong/default'))?.accessToken).toBe('3');
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

async function hold(folder: string, journal: string, mode = ''): Promise<void> {
  const holder = path.join(import.meta.dirname, 'token-holder.ts');
  const child = spawn(process.execPath, [holder, folder, journal, mode], { stdio: 'inherit' });
  await once(child, 'exit');
}
