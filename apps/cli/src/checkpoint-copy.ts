import { appendFileSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isWithin, noteUpkeep, splitNotes, type Archive } from '@trailhound/archive';
import { wrongUse } from './wrong-use.ts';

/** Keeps copies of signed checkpoints in a file, or in a file of the archive's own in a folder. */
export function checkpointCopier(archive: Archive, to: string): (note: string) => void {
  const file = statSync(to, { throwIfNoEntry: false })?.isDirectory() ? path.join(to, `${archive.id}.txt`) : to;
  if (isWithin(path.dirname(file), archive.folder)) {
    throw cannot(`${file} lies in the archive, where a copy proves nothing`, 'Name a file or folder elsewhere.');
  }
  return (note) => {
    try {
      if (lastOf(file) !== note) appendFileSync(file, note, { mode: 0o600 });
    } catch (failed) {
      const { code = 'failed' } = failed as NodeJS.ErrnoException;
      throw cannot(
        `${file} cannot be written (${code})`,
        'Events are kept all the same. Name a folder that is there and that you may write to.',
      );
    }
    noteUpkeep(archive.folder, { copied: { at: new Date().toISOString(), to: path.resolve(file) } });
  };
}

function lastOf(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false }) && splitNotes(readFileSync(file, 'utf8')).at(-1);
}

function cannot(what: string, hint: string): Error {
  return wrongUse(`--checkpoint-to: ${what}`, hint, 'checkpointTo');
}
