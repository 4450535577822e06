import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Tokens, TokenStore } from '@trailhound/core';
import { withLock } from './file-lock.ts';
import { storeError } from './store-error.ts';

/**
 * Stores rotating tokens in a folder, one file per connection, readable only by its owner. A renewal locks its file, so
 * that two processes never use the same refresh token twice, which vendors treat as theft.
 */
export function fileTokens(folder: string): TokenStore {
  const fileOf = (key: string): string => path.join(folder, `${encodeURIComponent(key)}.json`);
  const keep = async (key: string, tokens: Tokens): Promise<void> => {
    await makeFolder(folder);
    await replace(fileOf(key), JSON.stringify(tokens));
  };
  return {
    load: async (key) => parse(await readText(fileOf(key)).catch(storeError(folder))),
    save: (key, tokens) => keep(key, tokens).catch(storeError(folder)),
    lock: async (key, work) => {
      await makeFolder(folder).catch(storeError(folder));
      return withLock(`${fileOf(key)}.lock`, work);
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

/** Replaces a file atomically, even if the machine crashes, because a lost refresh token cannot be recovered. */
async function replace(file: string, text: string): Promise<void> {
  const fresh = `${file}.${randomUUID()}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file).catch(async (failed: unknown) => {
    await rm(fresh, { force: true });
    throw failed;
  });
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (failed) {
    if ((failed as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failed;
  }
}

/** A corrupt file counts as missing: the configured credential takes over. */
function parse(text: string | undefined): Tokens | undefined {
  if (text === undefined) return undefined;
  try {
    const tokens = JSON.parse(text) as Partial<Tokens>;
    return typeof tokens.accessToken === 'string' && typeof tokens.origin === 'string' ? (tokens as Tokens) : undefined;
  } catch {
    return undefined;
  }
}
