import { existsSync } from 'node:fs';
import type { Archive } from '@trailhound/archive';
import { noArchive } from '@trailhound/program';

/** Opens an existing archive for reading. */
export async function readArchive(folder: string): Promise<Archive> {
  if (!existsSync(folder)) throw noArchive(folder);
  const { openArchive } = await import('@trailhound/archive');
  return openArchive(folder, { readOnly: true });
}

/** Opens an archive for writing. Creates it if there is none, unless it has to exist. */
export async function writeArchive(folder: string, { mustExist = false } = {}): Promise<Archive> {
  if (mustExist && !existsSync(folder)) throw noArchive(folder);
  const { openArchive } = await import('@trailhound/archive');
  return openArchive(folder);
}
