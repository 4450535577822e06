import { existsSync, realpathSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoints } from './checkpoints.ts';
import { KEY_FILE } from './signing-key.ts';
import { FILE } from './sqlite/database.ts';
import { readUpkeep } from './upkeep.ts';

/** Network file systems by their magic number: NFS, SMB and CIFS. */
const NETWORK: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xfe53_4d42, 0xff53_4d42]);

/** Warnings for the owner of an archive about where it is stored. */
export function warningsOf(folder: string, { state }: { readonly state: string }): string[] {
  return WARNINGS.flatMap(({ applies, text }) => (applies(folder, state) ? [text] : []));
}

interface Warning {
  readonly applies: (folder: string, state: string) => boolean;
  readonly text: string;
}

const WARNINGS: readonly Warning[] = [
  {
    applies: (folder, state) => existsSync(path.join(folder, KEY_FILE)) || isWithin(state, folder),
    text: 'The signing key lies in the folder of the archive: who copies or changes the one has the other. Move the state folder elsewhere.',
  },
  {
    applies: (folder) => existsSync(path.join(folder, FILE)) && readCheckpoints(folder).length === 0,
    text: 'No checkpoint is signed yet: nothing shows whether this archive was written anew. Sync with a signing key, and keep copies of checkpoints.txt elsewhere.',
  },
  {
    applies: (folder) => readCheckpoints(folder).length > 0 && readUpkeep(folder).copied === undefined,
    text: 'No signed checkpoint has been copied elsewhere: whoever can write to the archive and has the key could write it anew. Sync with --checkpoint-to.',
  },
  {
    applies: (folder) => existsSync(folder) && NETWORK.has(statfsSync(folder).type),
    text: 'The archive lies on a network file system, whose locks SQLite cannot rely on: move it to a local disk.',
  },
];

/** Whether a folder is another one, or lies in it. */
export function isWithin(inner: string, outer: string): boolean {
  if (!existsSync(inner) || !existsSync(outer)) return false;
  const way = path.relative(realpathSync(outer), realpathSync(inner));
  return way === '' || !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}
