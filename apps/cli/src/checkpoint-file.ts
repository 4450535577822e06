import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { AuditError, type Checkpoint } from '@trailhound/core';

/** Reads the checkpoint of an earlier run, if there is one. */
export function readCheckpointFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (failed) {
    const { code } = failed as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw cannot(file, code === undefined ? 'holds no JSON' : `cannot be read (${code})`);
  }
}

/** Replaces the file atomically. */
export function writeCheckpointFile(file: string, checkpoint: Checkpoint): void {
  const part = `${file}.${process.pid}.part`;
  try {
    const handle = openSync(part, 'w', 0o600);
    writeSync(handle, JSON.stringify(checkpoint));
    fsyncSync(handle);
    closeSync(handle);
    renameSync(part, file);
  } catch (failed) {
    throw cannot(file, `cannot be written (${(failed as NodeJS.ErrnoException).code ?? 'failed'})`);
  }
}

function cannot(file: string, what: string): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'checkpoint',
    message: `--checkpoint: ${file} ${what}`,
    hint: 'Name a file that an earlier run wrote, or one that is not there yet in a folder that you may write to.',
  });
}
