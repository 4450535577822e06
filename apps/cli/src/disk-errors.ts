import { AuditError } from '@trailhound/core';

/** For a promise of a file: turns errors of the disk into errors that name `--out` and say what would work. */
export function rewordDisk(file: string): (thrown: unknown) => never {
  return (thrown) => {
    const { code } = thrown as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw thrown;
    throw new AuditError({
      code: 'invalid_query',
      field: 'out',
      message: `--out: ${file} cannot be written (${code})`,
      hint:
        code === 'EEXIST'
          ? `${file}.part is there: another export is writing it, or one was killed. Delete it if none runs.`
          : 'Name a file in a folder that is there and that you may write to.',
    });
  };
}
