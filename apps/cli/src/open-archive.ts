import { existsSync } from 'node:fs';
import type { Archive } from '@trailhound/archive';
import { isOnServer, noArchive, openOnServer } from '@trailhound/program';

/** Opens an existing archive for reading. */
export async function readArchive(place: string, env: NodeJS.ProcessEnv): Promise<Archive> {
  if (isOnServer(place)) return openOnServer(place, env, { readOnly: true });
  if (!existsSync(place)) throw noArchive(place);
  const { openArchive } = await import('@trailhound/archive');
  return openArchive(place, { readOnly: true });
}

/** Opens an archive for writing. Creates it if there is none. */
export async function writeArchive(place: string, env: NodeJS.ProcessEnv): Promise<Archive> {
  if (isOnServer(place)) return openOnServer(place, env, { readOnly: false });
  const { openArchive } = await import('@trailhound/archive');
  return openArchive(place);
}

/** Opens an archive for writing, which has to exist. */
export async function changeArchive(place: string, env: NodeJS.ProcessEnv): Promise<Archive> {
  const archive = await readArchive(place, env);
  await archive.close();
  return writeArchive(place, env);
}
