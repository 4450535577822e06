import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { AuditError } from '@trailhound/core';
import type { Archive } from '@trailhound/archive';

/** Where the archive is: where the option says, or in the folder for data of this user. */
export function archiveFolder(named: string | undefined, env: NodeJS.ProcessEnv): string {
  if (named !== undefined) return path.resolve(named);
  return path.join(env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share'), 'trailhound', 'archive');
}

/** An archive that is there, to be read. */
export async function readArchive(folder: string): Promise<Archive> {
  if (!existsSync(folder)) throw noArchive(folder);
  const { openArchive } = await import('@trailhound/archive');
  return openArchive(folder, { readOnly: true });
}

/** An archive to be written; made where there is none, unless it has to be there. */
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
