import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { AuditError } from '@trailhound/core';
import type { Archive } from '@trailhound/archive';

/** The archive's folder: from the option, or in the user's data folder. */
export function archiveFolder(named: string | undefined, env: NodeJS.ProcessEnv): string {
  if (named !== undefined) return path.resolve(named);
  return path.join(env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share'), 'trailhound', 'archive');
}

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

function noArchive(folder: string): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'archive',
    message: `--archive: there is no folder ${folder}`,
    hint: 'Name the folder of an archive, or make one: trailhound sync --once --archive <folder>.',
  });
}
