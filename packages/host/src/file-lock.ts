import { randomUUID } from 'node:crypto';
import { link, open, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AuditError } from '@trailhound/core';
import { storeError } from './store-error.ts';

const BEAT_MS = 2000;
/** A lock that was not touched for this long belongs to a dead process. */
const STALE_MS = 15_000;
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/** Does the work while holding a lock file, which no two processes can hold. Takes over the lock of a dead process. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await take(file).catch(storeError(path.dirname(file)));
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await create(file))) {
    if (await isStale(file)) await clear(file);
    else if (Date.now() > end) throw held(file);
    else await delay(LOOK_AGAIN_MS * (1 + Math.random()));
  }
}

async function create(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.close();
    return true;
  } catch (failed) {
    if (isCode(failed, 'EEXIST')) return false;
    throw failed;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(file);
    return Date.now() - mtimeMs > STALE_MS;
  } catch (failed) {
    // It was removed in the meantime, so there is nothing to clear.
    if (isCode(failed, 'ENOENT')) return false;
    throw failed;
  }
}

/**
 * Removes a stale lock. If several processes try, one may have moved away a fresh lock by mistake, and puts it back.
 */
async function clear(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (failed) {
    if (isCode(failed, 'ENOENT')) return;
    throw failed;
  }
  if (!(await isStale(aside))) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function held(file: string): AuditError {
  return new AuditError({
    code: 'unavailable',
    message: `Another process has been renewing the same tokens for more than ${PATIENCE_MS / 1000} seconds`,
    hint: `Try again; if no other process runs, remove ${file}.`,
  });
}

function isCode(failed: unknown, code: string): boolean {
  return (failed as NodeJS.ErrnoException).code === code;
}
