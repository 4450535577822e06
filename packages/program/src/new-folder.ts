import { mkdir, rename, rm } from 'node:fs/promises';

/** Has a folder written under another name, so that one with the final name is never incomplete. */
export async function writeNewFolder<T>(folder: string, write: (part: string) => Promise<T>): Promise<T> {
  const part = `${folder}.part`;
  await mkdir(part, { mode: 0o700 });
  try {
    const written = await write(part);
    await rename(part, folder);
    return written;
  } catch (failed) {
    await rm(part, { recursive: true, force: true });
    throw failed;
  }
}
