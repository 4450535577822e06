import { AuditError } from '@trailhound/core';

/** What would work, by error code of the system. `$` is replaced with the value of `--out`. */
const HINTS: Readonly<Record<string, string>> = {
  EEXIST: '$.part is there: another export is writing it, or one was killed. Delete it if none runs.',
  ENOTEMPTY: '$ has files in it, perhaps of another export. Name a new folder.',
  ENOTDIR: '$ or what is before it is no folder. Name a new one.',
};
const ANY = 'Name a file in a folder that is there and that you may write to.';

/** Turns file system errors into errors that name `--out` and say what would work. */
export function rewordDisk(file: string): (thrown: unknown) => never {
  return (thrown) => {
    const { code } = thrown as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw thrown;
    throw new AuditError({
      code: 'invalid_query',
      field: 'out',
      message: `--out: ${file} cannot be written (${code})`,
      hint: (HINTS[code] ?? ANY).replace('$', () => file),
    });
  };
}
